package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;

/**
 * One copy, as the commands of {@code archive} print it.
 *
 * @param of what it is a copy of
 */
record CopyJson(Subject of, String destination, String key, ArchivedCopy.Bytes artifact) {
    /** @param scheduledFor ISO 8601 in UTC */
    record Subject(String job, String project, String run, String exportId, String scheduledFor) {}

    static CopyJson of(ArchivedCopy copy) {
        ArchivedCopy.Subject subject = copy.subject();
        return new CopyJson(
                new Subject(
                        subject.job(),
                        subject.project(),
                        subject.run(),
                        subject.exportId(),
                        subject.scheduledFor().toString()),
                copy.destination(),
                copy.key(),
                copy.bytes());
    }
}
