package io.exportroutes.delivery.s3;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Interprets the entity tags of one bucket. At most servers the tag of an object from one request is its MD5, computed by the
 * server; a server that encrypts with its own key, or has tags of another kind, shows nothing by them. The first tag that
 * equals the MD5 of the sent bytes shows the kind: from then on a different tag means different bytes.
 *
 * <p>An MD5 costs time, so none is computed while the last answer had something better, or a tag that cannot be one.
 */
final class EntityTags {
    private static final Logger LOG = LoggerFactory.getLogger(EntityTags.class);

    private volatile boolean md5s;
    private volatile boolean md5sOfParts;
    private volatile @Nullable Boolean useful;

    /**
     * A digest for the next request, or null if it would be of no use. AWS confirms the checksum that it is sent. Bytes that can
     * go straight from their file are read for it only once the server is known to have such tags: see {@link #tells}.
     */
    @Nullable
    MessageDigest digest(S3Options options) {
        Boolean known = useful;
        boolean untold = !options.bytesGoAsTheyAre() && (!options.checksums() || options.endpoint() != null);
        return (known == null ? untold : known) ? newMd5() : null;
    }

    /** Whether an MD5 of the bytes would show something beside this answer. */
    boolean tells(Answer answer) {
        return !answer.better() && !answer.encrypted() && isMd5(answer.tag());
    }

    /**
     * Whether the server's answer shows that it has these bytes.
     *
     * @param md5 of what was sent, or null if none was made
     * @throws TransientFailure if it shows that the server has others
     */
    boolean confirm(String what, Answer answer, byte @Nullable [] md5) {
        useful = tells(answer);
        if (md5 == null) {
            return false;
        }
        String ours = HexFormat.of().formatHex(md5);
        String theirs = plain(answer.tag());
        if (theirs.equals(ours)) {
            md5s = true;
            return true;
        }
        if (md5s && !answer.encrypted() && isMd5(theirs)) {
            throw differs(what, theirs, ours);
        }
        return false;
    }

    private static TransientFailure differs(String what, String theirs, String ours) {
        return new TransientFailure(
                FailureCode.COPY_DIFFERS,
                "%s has MD5 %s at the server, but %s was sent".formatted(what, theirs, ours),
                "It is written again; if it keeps failing, something between here and the server changes objects");
    }

    /**
     * @param encrypted whether the server says that a key encrypts it, so that the tag is no MD5
     * @param better whether the answer has a checksum besides
     */
    record Answer(@Nullable String tag, boolean encrypted, boolean better) {
        /** With S3's own encryption the tag is an MD5; with a key of KMS or of the customer it is not. */
        static Answer of(
                @Nullable String tag,
                @Nullable ServerSideEncryption how,
                @Nullable String customer,
                @Nullable String checksum) {
            boolean encrypted = customer != null || (how != null && how != ServerSideEncryption.AES256);
            return new Answer(tag, encrypted, checksum != null);
        }
    }

    private static boolean isMd5(@Nullable String tag) {
        return plain(tag).matches("[0-9a-f]{32}");
    }

    /** Whether a tag shows that the server has these bytes. */
    enum Verdict {
        SAME,
        OTHER,
        UNKNOWN
    }

    /**
     * What the tag of an object says that came in parts: by the common form, the MD5 of their MD5s and their number. As with the
     * tags of what came by one request, a tag shows that it has this form by being the right one once.
     *
     * @param md5s of all parts, in their order
     * @return {@link Verdict#OTHER} where the tag has the form and another value, and no tag was the right one before
     * @throws TransientFailure if one was: the server has made the object of other parts
     */
    Verdict ofParts(String what, Answer answer, List<byte[]> md5s) {
        MessageDigest all = newMd5();
        md5s.forEach(all::update);
        String ours = HexFormat.of().formatHex(all.digest()) + "-" + md5s.size();
        String theirs = plain(answer.tag());
        if (theirs.equals(ours)) {
            md5sOfParts = true;
            return Verdict.SAME;
        }
        if (answer.encrypted() || !theirs.matches("[0-9a-f]{32}-" + md5s.size())) {
            return Verdict.UNKNOWN;
        }
        if (md5sOfParts) {
            throw differs(what, theirs, ours);
        }
        LOG.warn(
                "{} has the tag {} at the server, its parts gave {}: only its size confirms it. If this happens again,"
                        + " compare the object with its SHA-256.",
                what,
                theirs,
                ours);
        return Verdict.OTHER;
    }

    /** MD5 protects only against accidents. */
    static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has it", e);
        }
    }

    private static String plain(@Nullable String tag) {
        return tag == null ? "" : tag.replace("\"", "").toLowerCase(Locale.ROOT);
    }
}
