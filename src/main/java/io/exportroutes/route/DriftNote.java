package io.exportroutes.route;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.delivery.Content;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file that says what changed in a schema export, to be stored beside one of its copies.
 *
 * @param suffix after the key of the artifact
 * @param left how many files of this export are still to be stored
 */
public record DriftNote(ArchivedCopy copy, String suffix, Content content, AtomicInteger left) {}
