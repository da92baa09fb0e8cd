package io.exportroutes.custody;

import io.exportroutes.value.Visible;

/**
 * Something about a chain that should not be so.
 *
 * @param file the entry's file, the first of several
 * @param from the number of the first entry that it concerns
 * @param to the number of the last one
 * @param message what is wrong with the first of them
 */
public record Finding(Kind kind, String file, long from, long to, String message) {
    /** The questions that are answered apart from one another. */
    public enum Verdict {
        /** Each entry has a signature of a key that counts. */
        AUTHENTIC,
        /** Numbers without a hole, from the first on, each entry linked to the one before it. */
        COMPLETE,
        /** The heads that were witnessed elsewhere are in the chain. */
        WITNESSED,
        /** Destinations have the same chain. */
        AGREED
    }

    /** What is wrong, and what to do. The texts are those of verify.py. */
    public enum Kind {
        NO_SIGNATURE(Verdict.AUTHENTIC, "Fetch the file .sig again, or from another destination."),
        BAD_SIGNATURE(
                Verdict.AUTHENTIC,
                "Fetch both files again, or from another destination; if they stay so, one of them was changed."),
        UNKNOWN_KEY(
                Verdict.AUTHENTIC,
                "Ask the operator for the list of signers and compare the fingerprint; if they do not know it, it is forged."),
        RETIRED_KEY(Verdict.AUTHENTIC, "Whoever has the old key wrote it: take it for forged, and ask the operator."),
        KEY_NOT_VALID(
                Verdict.AUTHENTIC, "Take it for forged, unless the operator says that the list of signers is wrong."),
        NOT_AN_ENTRY(Verdict.AUTHENTIC, "Whoever has the key signed it: ask the operator how it came about."),
        NO_ENTRIES(Verdict.COMPLETE, "Fetch the chain from another destination; if none has it, it was removed."),
        MISSING(Verdict.COMPLETE, "Fetch it from another destination; if none has it, it was removed."),
        WRONG_NUMBER(
                Verdict.COMPLETE,
                "Entries were renamed or exchanged: fetch this one again, or from another destination."),
        OTHER_CHAIN(Verdict.COMPLETE, "It was put here: fetch this one again, or from another destination."),
        BROKEN_LINK(
                Verdict.COMPLETE,
                "This entry or the one before it was replaced: compare with another destination or a witnessed head."),
        BAD_BEGINNING(Verdict.COMPLETE, "Its beginning was replaced: compare with another destination."),
        TOO_SHORT(Verdict.WITNESSED, "Its end was cut off: fetch the rest from another destination."),
        REWRITTEN(
                Verdict.WITNESSED,
                "The chain was rewritten from this number or an earlier one on: the witness is right, not the chain."),
        BEHIND(
                Verdict.AGREED,
                "It catches up by itself after it was down; if it does not, its end was cut off or it was rolled back."),
        FORK(Verdict.AGREED, "One of them was rewritten from this number on: a witnessed head shows which.");

        private final Verdict verdict;
        private final String remedy;

        Kind(Verdict verdict, String remedy) {
            this.verdict = verdict;
            this.remedy = remedy;
        }

        /** The question that it answers with no. */
        public Verdict verdict() {
            return verdict;
        }

        public String remedy() {
            return remedy;
        }
    }

    /** With its place, what is wrong and what to do, on one line. */
    @Override
    public String toString() {
        String others = to > from ? " (and so on up to %s)".formatted(CustodyFiles.entryName(to)) : "";
        return Visible.text("%s: %s%s. %s".formatted(file, message, others, kind.remedy()));
    }
}
