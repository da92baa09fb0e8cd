package io.exportroutes.lab.sandbox;

import java.io.IOException;
import java.io.OutputStream;

/** Writes an artifact's bytes; the same bytes each time. */
@FunctionalInterface
public interface ArtifactContent {
    void writeTo(OutputStream out) throws IOException;
}
