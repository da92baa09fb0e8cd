package io.exportroutes.web;

/** Shows people why a call failed; it must neither wait nor fail itself. */
@FunctionalInterface
public interface FailureResponder {
    /** The page; status and headers are those of the problem. */
    Answer answer(Call call, Problem problem);
}
