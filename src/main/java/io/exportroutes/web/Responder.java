package io.exportroutes.web;

/** Answers one kind of call, on a thread that may wait for the ledger. */
@FunctionalInterface
public interface Responder {
    /**
     * What it raises becomes an answer as well: an {@link io.exportroutes.failure.ExportFailure} one with its code, its message and its
     * remedy.
     */
    Answer answer(Call call);
}
