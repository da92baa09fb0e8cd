package io.exportroutes.spool;

import io.exportroutes.value.Verified;

/** A small artifact that is whole in memory and has passed every check. */
public record WholeArtifact(String exportId, byte[] bytes, Verified verified) {}
