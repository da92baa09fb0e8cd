package io.exportroutes.kamelet;

import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ObjectLock;
import io.exportroutes.delivery.VersionKeeping;
import io.exportroutes.delivery.VersionKeeping.Answer;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The questions of the Kamelet s3-archive-action that Camel's S3 component does not know. */
public final class S3Questions {
    private static final int FORBIDDEN = 403;
    /** What AWS and others say where nothing is set; any other refusal is no answer: a token that has run out is a 400 as well. */
    private static final Set<String> NOTHING_SET = Set.of(
            "NoSuchObjectLockConfiguration",
            "ObjectLockConfigurationNotFoundError",
            "NoSuchLifecycleConfiguration",
            // a bucket without Object Lock
            "InvalidRequest",
            // a server that does not know the question
            "NotImplemented",
            "MethodNotAllowed");

    private @Nullable S3Client client;
    private String bucket = "";

    /** Answers {@link ArchiveRequest.Operation#LOCK} and {@link ArchiveRequest.Operation#VERSIONS}. */
    public Object answer(ArchiveRequest request) {
        return request.operation() == ArchiveRequest.Operation.LOCK ? lock(request.key()) : versions();
    }

    /** Both have to be known: either may have no end. */
    private ObjectLock lock(String key) {
        ObjectLock byTime = ask(
                () -> client().getObjectRetention(
                                retention -> retention.bucket(bucket).key(key)),
                S3Questions::lock,
                ObjectLock.NONE,
                ObjectLock.UNKNOWN);
        Answer held = ask(
                () -> client().getObjectLegalHold(hold -> hold.bucket(bucket).key(key)),
                S3Questions::held,
                Answer.NO,
                Answer.UNKNOWN);
        return held == Answer.UNKNOWN
                ? ObjectLock.UNKNOWN
                : new ObjectLock(byTime.mode(), byTime.until(), held == Answer.YES);
    }

    private VersionKeeping versions() {
        Answer kept = ask(
                () -> client().getBucketVersioning(versioning -> versioning.bucket(bucket)),
                answer -> answer.status() == BucketVersioningStatus.ENABLED ? Answer.YES : Answer.NO,
                Answer.NO,
                Answer.UNKNOWN);
        Answer removed = kept == Answer.NO
                ? Answer.NO
                : ask(
                        () -> client().getBucketLifecycleConfiguration(rules -> rules.bucket(bucket)),
                        S3Questions::removed,
                        Answer.NO,
                        Answer.UNKNOWN);
        return new VersionKeeping(kept, removed);
    }

    /** What the answer says; or what it means that nothing is set, or that this user may not know. */
    private static <A, T> T ask(Supplier<A> question, Function<A, T> said, T nothing, T unknown) {
        try {
            return said.apply(question.get());
        } catch (S3Exception refused) {
            if (refused.statusCode() == FORBIDDEN) {
                return unknown;
            }
            if (NOTHING_SET.contains(code(refused))) {
                return nothing;
            }
            throw refused;
        }
    }

    private static String code(S3Exception refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    }

    private static ObjectLock lock(GetObjectRetentionResponse answer) {
        return answer.retention() == null
                ? ObjectLock.NONE
                : new ObjectLock(
                        answer.retention().modeAsString(), answer.retention().retainUntilDate(), false);
    }

    private static Answer held(GetObjectLegalHoldResponse answer) {
        boolean on = answer.legalHold() != null && answer.legalHold().status() == ObjectLockLegalHoldStatus.ON;
        return on ? Answer.YES : Answer.NO;
    }

    private static Answer removed(GetBucketLifecycleConfigurationResponse answer) {
        return answer.rules().stream()
                        .filter(rule -> rule.status() == ExpirationStatus.ENABLED)
                        .map(LifecycleRule::noncurrentVersionExpiration)
                        .anyMatch(Objects::nonNull)
                ? Answer.YES
                : Answer.NO;
    }

    private S3Client client() {
        return Objects.requireNonNull(client, "client");
    }

    public void setClient(S3Client client) {
        this.client = client;
    }

    /** The bucket of all questions. */
    public void setBucket(String bucket) {
        this.bucket = bucket;
    }
}
