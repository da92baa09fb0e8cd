package io.exportroutes.lab.servers;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What AWS documents of versions and Object Lock, for one bucket: a lock set by the headers of a put, which needs a bucket with Object
 * Lock, both headers, a date to come and a checksum; the headers of HEAD and GET, left out for whom may not know; the questions for
 * retention, legal hold, versioning and lifecycle; a deletion that only adds a marker. Former versions are remembered, but not their
 * bytes.
 */
public final class ObjectLockRules {
    private static final String MODE = "x-amz-object-lock-mode";
    private static final String UNTIL = "x-amz-object-lock-retain-until-date";
    private static final String HOLD = "x-amz-object-lock-legal-hold";
    private static final String VERSION = "x-amz-version-id";

    private final Map<String, List<Version>> objects = new HashMap<>();
    private final Map<String, HttpHead> uploads = new HashMap<>();
    private final Set<String> forbidden = new TreeSet<>();
    private final Set<String> cold = new TreeSet<>();
    private boolean versions = true;
    private boolean lifecycle;
    private Duration ahead = Duration.ZERO;
    private int bypasses;

    ObjectLockRules() {}

    /**
     * One version of an object.
     *
     * @param marker whether it only says that the object was deleted
     */
    public record Version(
            String id, @Nullable String mode, @Nullable Instant until, boolean held, boolean marker) {
        boolean isLocked(Instant now) {
            return held || (until != null && now.isBefore(until));
        }
    }

    /** What a request is about: an object, or the bucket where there is no key. */
    record Target(String method, String key, String query) {
        static Target of(HttpHead request) {
            String[] words = request.first().split(" ");
            URI uri = URI.create(words[1]);
            String path = uri.getPath().substring(1);
            int slash = path.indexOf('/');
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            return new Target(words[0], slash < 0 ? "" : path.substring(slash + 1), query);
        }

        /** Whether its query has this word. */
        boolean asks(String word) {
            return Stream.of(query.split("&")).anyMatch(part -> part.equals(word) || part.startsWith(word + "="));
        }

        boolean isObject() {
            return !key.isEmpty();
        }

        boolean looks() {
            return method.equals("HEAD") || method.equals("GET");
        }

        /** A PUT of an object or of a part of one. */
        boolean writes() {
            return isObject() && method.equals("PUT");
        }

        /** The beginning of an upload in parts. */
        boolean begins() {
            return isObject() && method.equals("POST") && asks("uploads");
        }

        /** A PUT or POST that makes an object. */
        boolean completes() {
            return isObject()
                    && (method.equals("PUT") && !asks("partNumber") || method.equals("POST") && asks("uploadId"));
        }
    }

    /** The bucket keeps no versions and has no Object Lock. */
    public synchronized void plain() {
        versions = false;
    }

    /** Former versions go after a while. */
    public synchronized void removeNoncurrent() {
        lifecycle = true;
    }

    /** The user may ask for all of {@code retention}, {@code legal-hold}, {@code versioning} and {@code lifecycle} but these. */
    public synchronized void forbid(String... questions) {
        forbidden.clear();
        forbidden.addAll(List.of(questions));
    }

    /** Its clock differs from this machine's. */
    public synchronized void clockAhead(Duration by) {
        ahead = by;
    }

    /** The object is in a class from which it has to be restored before it can be read. */
    public synchronized void freeze(String key) {
        cold.add(key);
    }

    /** Somebody places a legal hold on the object, or lifts it. */
    public synchronized void hold(String key, boolean on) {
        Version now = current(key);
        replace(key, new Version(now.id, now.mode, now.until, on, false));
    }

    /** Somebody sets the end of the object's lock. */
    public synchronized void lock(String key, String mode, Instant until) {
        Version now = current(key);
        replace(key, new Version(now.id, mode, until, now.held, false));
    }

    /** All versions of the object, the oldest first. */
    public synchronized List<Version> versions(String key) {
        return List.copyOf(objects.getOrDefault(key, List.of()));
    }

    /** How often somebody asked to get past a lock. */
    public synchronized int bypasses() {
        return bypasses;
    }

    private void replace(String key, Version version) {
        List<Version> all = Objects.requireNonNull(objects.get(key));
        all.set(all.size() - 1, version);
    }

    private @Nullable Version last(String key) {
        List<Version> all = objects.getOrDefault(key, List.of());
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    private Version current(String key) {
        Version last = last(key);
        if (last == null || last.marker) {
            throw new IllegalStateException("No object is under " + key);
        }
        return last;
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    /** What is answered without asking the server; empty: it is asked. */
    synchronized Optional<XmlAnswer> answer(Target target, HttpHead request) {
        if (request.header("x-amz-bypass-governance-retention").isPresent()) {
            bypasses++;
        }
        return Stream.of("retention", "legal-hold", "versioning", "lifecycle", "tagging")
                .filter(question -> target.method.equals("GET") && target.asks(question))
                .findFirst()
                .map(question ->
                        forbidden.contains(question) ? XmlAnswer.refusal(403, "AccessDenied") : said(question, target))
                .or(() -> refused(target, request));
    }

    private XmlAnswer said(String question, Target target) {
        return switch (question) {
            case "versioning" -> XmlAnswer.of("VersioningConfiguration", versions ? "<Status>Enabled</Status>" : "");
            case "lifecycle" ->
                lifecycle
                        ? XmlAnswer.of(
                                "LifecycleConfiguration",
                                "<Rule><ID>old</ID><Filter><Prefix/></Filter><Status>Enabled</Status><NoncurrentVersionExpiration>"
                                        + "<NoncurrentDays>7</NoncurrentDays></NoncurrentVersionExpiration></Rule>")
                        : XmlAnswer.refusal(404, "NoSuchLifecycleConfiguration");
            case "tagging" ->
                XmlAnswer.of(
                        "Tagging",
                        "<TagSet><Tag><Key>keeper</Key><Value>" + target.key.length() + "</Value></Tag></TagSet>");
            default -> saidOfObject(question, last(target.key));
        };
    }

    private XmlAnswer saidOfObject(String question, @Nullable Version version) {
        if (!versions) {
            return XmlAnswer.refusal(400, "InvalidRequest");
        }
        if (version == null || version.marker) {
            return XmlAnswer.refusal(404, "NoSuchKey");
        }
        if (question.equals("legal-hold")) {
            return version.held
                    ? XmlAnswer.of("LegalHold", "<Status>ON</Status>")
                    : XmlAnswer.refusal(404, "NoSuchObjectLockConfiguration");
        }
        return version.mode == null
                ? XmlAnswer.refusal(404, "NoSuchObjectLockConfiguration")
                : XmlAnswer.of(
                        "Retention",
                        "<Mode>" + version.mode + "</Mode><RetainUntilDate>" + version.until + "</RetainUntilDate>");
    }

    private Optional<XmlAnswer> refused(Target target, HttpHead request) {
        if (target.begins() || target.writes()) {
            return refusedWrite(target, request);
        }
        return target.method.equals("GET") && cold.contains(target.key)
                ? Optional.of(XmlAnswer.refusal(403, "InvalidObjectState"))
                : Optional.empty();
    }

    private Optional<XmlAnswer> refusedWrite(Target target, HttpHead request) {
        HttpHead asked = target.asks("partNumber") ? uploads.getOrDefault(target.key, request) : request;
        if (asked.header(MODE).isEmpty() && asked.header(UNTIL).isEmpty()) {
            return Optional.empty();
        }
        if (!versions || !target.begins() && !hasChecksum(request)) {
            return Optional.of(XmlAnswer.refusal(400, "InvalidRequest"));
        }
        if (!isValid(asked)) {
            return Optional.of(XmlAnswer.refusal(400, "InvalidArgument"));
        }
        if (target.begins()) {
            uploads.put(target.key, request);
        }
        return Optional.empty();
    }

    private static boolean hasChecksum(HttpHead request) {
        return request.header("Content-MD5").isPresent()
                || request.headers().stream()
                        .anyMatch(line -> line.toLowerCase(Locale.ROOT).matches("x-amz-(sdk-)?checksum-.*"));
    }

    private boolean isValid(HttpHead asked) {
        return asked.header(MODE)
                        .filter(Set.of("GOVERNANCE", "COMPLIANCE")::contains)
                        .isPresent()
                && asked.header(UNTIL)
                        .map(Instant::parse)
                        .filter(now()::isBefore)
                        .isPresent();
    }

    /** The server's answer, with what this adds to it. */
    synchronized HttpHead passed(Target target, HttpHead request, HttpHead answer) {
        HttpHead said = answer.with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atZone(ZoneOffset.UTC)));
        boolean done = answer.status() < 300;
        return versions && target.isObject() && done ? versioned(target, request, said) : said;
    }

    private HttpHead versioned(Target target, HttpHead request, HttpHead said) {
        if (target.completes()) {
            HttpHead asked = target.asks("uploadId") ? uploads.getOrDefault(target.key, request) : request;
            return said.with(VERSION, add(target.key, asked, false).id);
        }
        if (target.method.equals("DELETE") && !target.asks("uploadId")) {
            return said.with("x-amz-delete-marker", "true").with(VERSION, add(target.key, request, true).id);
        }
        Version version = last(target.key);
        return target.looks() && version != null ? described(said, target.key, version) : said;
    }

    private Version add(String key, HttpHead asked, boolean marker) {
        List<Version> all = objects.computeIfAbsent(key, none -> new ArrayList<>());
        Version added = new Version(
                "version-" + Integer.toHexString(key.hashCode()) + "-" + (all.size() + 1),
                marker ? null : asked.header(MODE).orElse(null),
                marker ? null : asked.header(UNTIL).map(Instant::parse).orElse(null),
                !marker && asked.header(HOLD).filter("ON"::equals).isPresent(),
                marker);
        all.add(added);
        return added;
    }

    private HttpHead described(HttpHead answer, String key, Version version) {
        HttpHead said = answer.with(VERSION, version.id);
        if (version.mode != null && version.until != null && !forbidden.contains("retention")) {
            said = said.with(MODE, version.mode).with(UNTIL, version.until.toString());
        }
        if (version.held && !forbidden.contains("legal-hold")) {
            said = said.with(HOLD, "ON");
        }
        return cold.contains(key) ? said.with("x-amz-storage-class", "GLACIER") : said;
    }
}
