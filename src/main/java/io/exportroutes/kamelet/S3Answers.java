package io.exportroutes.kamelet;

import io.exportroutes.delivery.ObjectLock;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.s3.WholeChecksum;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.Tag;

/** What answers of S3 say, in our words. */
final class S3Answers {
    /** The version of an object that was written while its bucket kept none: there is only one of that name. */
    private static final String NO_VERSION = "null";

    private S3Answers() {}

    static StoredObject.Details details(HeadObjectResponse head) {
        String version = NO_VERSION.equals(head.versionId()) ? null : head.versionId();
        return new StoredObject.Details(
                version, head.storageClassAsString(), lock(head), clock(head), WholeChecksum.of(head));
    }

    /** The headers are left out where there is no lock, and where this user may not know: then there is nothing to say. */
    private static @Nullable ObjectLock lock(HeadObjectResponse head) {
        boolean held = head.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON;
        String mode = head.objectLockModeAsString();
        return mode == null && !held ? null : new ObjectLock(mode, head.objectLockRetainUntilDate(), held);
    }

    private static @Nullable Instant clock(HeadObjectResponse head) {
        try {
            return head.sdkHttpResponse() == null
                    ? null
                    : head.sdkHttpResponse()
                            .firstMatchingHeader("Date")
                            .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
                            .orElse(null);
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    static Map<String, String> tags(List<?> tags) {
        Map<String, String> named = new TreeMap<>();
        tags.forEach(each -> {
            if (each instanceof Tag tag) {
                named.put(tag.key(), tag.value());
            }
        });
        return named;
    }
}
