package io.exportroutes.web;

import java.io.IOException;
import java.nio.file.Path;

/** As {@link Responder}, for an answer that may be larger than the memory: it comes from a file, which is removed afterwards. */
public interface FileResponder {
    /** Writes the answer into the file, which is empty, and returns the rest of it; its body stays unused. */
    Answer answer(Call call, Path file) throws IOException;
}
