package io.exportroutes.web.page;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Style and scripts, each under a name with a part of its SHA-256: what a browser keeps is never an older one. */
final class Assets {
    private static final Duration KEPT = Duration.ofDays(365);
    private static final int HASH_DIGITS = 12;

    /** What the templates call it, and its file. */
    private static final Map<String, String> FILES = Map.of(
            "pico", "pico.min.css",
            "style", "page.css",
            "uplotStyle", "uPlot.min.css",
            "htmx", "htmx.min.js",
            "uplot", "uPlot.iife.min.js",
            "script", "page.js",
            "icon", "icon.svg");

    private static final Map<String, String> TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, byte[]> contents = new LinkedHashMap<>();

    Assets() {
        FILES.forEach((key, file) -> {
            byte[] content = read(file);
            String name = hash(content) + "-" + file;
            names.put(key, name);
            contents.put(name, content);
        });
    }

    /** By what the templates call them. */
    Map<String, String> names() {
        return names;
    }

    Answer serve(Call call) {
        String name = call.parameter("name");
        byte[] content = contents.get(name);
        if (content == null) {
            throw new PermanentFailure(
                    FailureCode.NO_SUCH_PAGE, "There is no such file", "Load the page anew: the service was updated.");
        }
        return Answer.file(TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), ""), content, KEPT);
    }

    private static byte[] read(String file) {
        try (InputStream resource = Assets.class.getResourceAsStream("assets/" + file)) {
            if (resource == null) {
                throw new IllegalStateException(file + " is missing in the jar");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
