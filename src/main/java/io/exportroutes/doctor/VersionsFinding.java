package io.exportroutes.doctor;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.VersionKeeping;
import io.exportroutes.delivery.VersionKeeping.Answer;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;

/** Whether what expires at a destination can be found out to be locked, and is really gone some time. */
final class VersionsFinding {
    private VersionsFinding() {}

    /**
     * Tells what is wrong; nothing where all is well.
     *
     * @param key of an object that is there
     */
    static void tell(Findings findings, Archive archive, String key) {
        try {
            VersionKeeping versions = archive.versions();
            if (versions.kept() == Answer.UNKNOWN) {
                findings.warn(
                        "Whether it keeps the former versions of what is deleted cannot be found out",
                        "Let this user ask (s3:GetBucketVersioning, s3:GetLifecycleConfiguration)");
            } else if (versions.kept() == Answer.YES) {
                removed(findings, versions.removed());
            }
            if (versions.kept() != Answer.NO && archive.lock(key).isUnknown()) {
                findings.warn(
                        "Whether objects are locked cannot be found out: they are taken as locked, and nothing expires there",
                        "Let this user ask (s3:GetObjectRetention, s3:GetObjectLegalHold)");
            }
        } catch (ExportFailure failure) {
            // A Kamelet of a user's own need not know these questions.
            if (!failure.is(FailureCode.INVALID_OPTION)) {
                findings.warn(
                        "What it keeps of deleted objects was not answered: " + Findings.text(failure), failure.hint());
            }
        }
    }

    private static void removed(Findings findings, Answer removed) {
        String remedy = "Give the bucket a lifecycle rule with NoncurrentVersionExpiration";
        if (removed == Answer.NO) {
            findings.warn(
                    "It keeps the former versions of what is deleted, and no lifecycle rule removes them: what expires is"
                            + " never freed",
                    remedy);
        } else if (removed == Answer.UNKNOWN) {
            findings.warn(
                    "It keeps the former versions of what is deleted, and whether a lifecycle rule removes them cannot be"
                            + " found out",
                    remedy + ", or let this user see its rules (s3:GetLifecycleConfiguration)");
        }
    }
}
