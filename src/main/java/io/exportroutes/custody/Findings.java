package io.exportroutes.custody;

import io.exportroutes.custody.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** Collects what is found, by number: the same in a row once, and a limited number of a kind, so that no forged chain fills the memory. */
final class Findings {
    private static final int MOST_OF_A_KIND = 200;

    private final String job;
    private final List<Finding> found = new ArrayList<>();

    Findings(String job) {
        this.job = job;
    }

    void add(Kind kind, long seq, String message) {
        add(kind, seq, seq, message);
    }

    void add(Kind kind, long from, long to, String message) {
        for (int i = found.size() - 1; i >= 0 && found.get(i).to() >= from - 1; i--) {
            Finding before = found.get(i);
            if (before.kind() == kind && before.message().equals(message) && before.to() == from - 1) {
                found.set(i, new Finding(kind, before.file(), before.from(), to, before.message()));
                return;
            }
        }
        if (found.stream().filter(one -> one.kind() == kind).count() < MOST_OF_A_KIND) {
            found.add(new Finding(kind, job + "/" + CustodyFiles.entryName(from), from, to, message));
        }
    }

    void addForChain(Kind kind, String message) {
        found.add(new Finding(kind, job, 0, 0, message));
    }

    List<Finding> all() {
        return found;
    }
}
