package io.exportroutes.conventions;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.ledger.ClaimedLedger;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Runs;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Each way past the fence, for {@link FencedWritesTest} to find; the lines it must find end in "breach". */
record PlantedUnfencedWrites(Ledger ledger, ClaimedLedger claimed) {
    void atOnce(ExportFailure failure) {
        ledger.runs().conclude("run", RunState.FAILED, failure); // breach
        ledger().exports().takeAll(List.of(), "project", "run"); // breach
    }

    void overSeveralLines() {
        ledger().deliveries()
                // a call that no pattern over one line sees
                .plan( // breach
                        "export", "run", Map.of());
    }

    void throughAVariable() {
        Runs runs = claimed.runs();
        runs.listed("run"); // breach
    }

    static void throughAParameter(Runs runs) {
        runs.transferring("run"); // breach
    }

    Consumer<String> byReference() {
        return ledger.runs()::transferring; // breach
    }

    Runnable later() {
        return () -> ledger.replays().note("run", "note"); // breach
    }

    void underTheClaim() {
        claimed.runs().listed("run");
        (claimed().exports()).takeAll(List.of(), "project", "run");
        Consumer<String> reference = claimed.runs()::transferring;
        reference.accept("run");
    }

    void byHand() {
        ledger.runs().find("run");
        ledger.runs().discard("run");
    }
}
