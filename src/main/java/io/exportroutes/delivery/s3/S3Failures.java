package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.NetworkFailures;
import io.exportroutes.delivery.StoreOptions;
import io.exportroutes.failure.ErrorCode;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Maps errors of S3 to failures. */
public final class S3Failures {
    private static final Set<Integer> PASSING_STATUSES = Set.of(408, 409, 425, 429);
    /** S3's answer to a request that is silent for some twenty seconds. */
    private static final String SILENCE_CODE = "RequestTimeout";
    /** Servers that close such a connection without a word do it no sooner. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Set<String> PASSING_CODES = Set.of(
            SILENCE_CODE,
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "TooManyRequests",
            "BadDigest",
            "XAmzContentChecksumMismatch",
            "IncompleteBody");
    private static final Map<String, String> HINTS = Map.of(
            "NoSuchBucket", "Create the bucket, or correct bucket, region and endpoint",
            "InvalidAccessKeyId", "Correct " + StoreOptions.name("accessKey"),
            "SignatureDoesNotMatch", "Correct " + StoreOptions.name("secretKey") + ", region and endpoint",
            "InvalidObjectState", "Restore the object from its storage class first: aws s3api restore-object",
            "AccessDenied",
                    "Allow this user s3:PutObject, s3:GetObject and s3:AbortMultipartUpload on the bucket, and with object-lock"
                            + " s3:PutObjectRetention",
            "InvalidRequest",
                    "If object-lock is set, the bucket has to have Object Lock; else see the server's documentation",
            "PermanentRedirect", "Set region to the bucket's own region",
            "AuthorizationHeaderMalformed", "Set region to the bucket's own region");
    private static final String OTHER_HINT = "See the code in the documentation of the S3 server";

    private S3Failures() {}

    /**
     * The failure that an exception of the SDK means.
     *
     * @param what the operation and its object, for the message
     */
    public static ExportFailure of(String what, SdkException thrown) {
        if (thrown instanceof AwsServiceException answer) {
            return ofAnswer(what, answer);
        }
        String message = String.valueOf(thrown.getMessage());
        if (message.contains("Unable to load credentials") || message.contains("Unable to load region")) {
            return new PermanentFailure(
                    FailureCode.LOGIN_REFUSED,
                    what + ": no AWS credentials or no region found",
                    "Set %s, %s and region, or give this process an AWS role or profile"
                            .formatted(StoreOptions.name("accessKey"), StoreOptions.name("secretKey")),
                    thrown);
        }
        return NetworkFailures.of(what, thrown);
    }

    /** Whether the server gave up the request because no data arrived, and not for another reason. */
    static boolean silenced(RuntimeException thrown, Duration longestWait) {
        boolean saysSo = thrown instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && SILENCE_CODE.equals(answer.awsErrorDetails().errorCode());
        return saysSo || (NetworkFailures.closedByServer(thrown) && longestWait.compareTo(SILENCE) >= 0);
    }

    private static ExportFailure ofAnswer(String what, AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        int status = answer.statusCode();
        String message = "%s: S3 answered %d %s (request %s)".formatted(what, status, code, answer.requestId());
        if (status >= 500 || PASSING_STATUSES.contains(status) || PASSING_CODES.contains(code)) {
            return new TransientFailure(
                    word(code, status), message, "It is retried", null, retryAfter(details), answer);
        }
        return new PermanentFailure(word(code, status), message, HINTS.getOrDefault(code, hint(status)), answer);
    }

    private static String hint(int status) {
        return switch (status) {
            case 403 -> HINTS.getOrDefault("AccessDenied", OTHER_HINT);
            case 404 -> HINTS.getOrDefault("NoSuchBucket", OTHER_HINT);
            case 301, 307 -> HINTS.getOrDefault("PermanentRedirect", OTHER_HINT);
            default -> OTHER_HINT;
        };
    }

    /** Ours where there is one of the same meaning, otherwise theirs: {@code PermanentRedirect} as {@code permanent_redirect}. */
    private static ErrorCode word(String code, int status) {
        return switch (code) {
            case "" -> ForeignCode.s3(status);
            case "NoSuchBucket" -> FailureCode.DIRECTORY_MISSING;
            case "AccessDenied" -> FailureCode.PERMISSION_DENIED;
            case "InvalidObjectState" -> FailureCode.COPY_COLD;
            case "InvalidAccessKeyId", "SignatureDoesNotMatch" -> FailureCode.LOGIN_REFUSED;
            default ->
                new ForeignCode(code.replaceAll("[^A-Za-z0-9]", "_")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                        .toLowerCase(java.util.Locale.ROOT));
        };
    }

    private static @Nullable Duration retryAfter(@Nullable AwsErrorDetails details) {
        if (details == null || details.sdkHttpResponse() == null) {
            return null;
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }
}
