package io.exportroutes.secrets;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Secrets of a configuration, each a text that occurs nowhere else, and whether a text has one of them in any form. */
final class Canaries {
    /** Bytes as debug logs print them: pairs of hex digits with one blank or colon between, over many lines. */
    private static final Pattern DUMP = Pattern.compile("(?:\\b[0-9a-fA-F]{2}[ :]){4,}+(?:[0-9a-fA-F]{2}\\b)?");

    private static final int BEGINNING = 5;
    private static final int DUMPED_BYTE = 3;

    private final Map<String, String> values = new LinkedHashMap<>();

    /** @return the value */
    String add(String name, String value) {
        values.put(name, value);
        return value;
    }

    /** The secret of that name. */
    String value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** Each secret that the lines have, with its form and what stands before it. */
    List<String> in(Stream<String> lines) {
        Map<String, Map<String, String>> forms = formsByBeginning();
        List<String> found = new ArrayList<>();
        StringBuilder dumped = new StringBuilder();
        lines.forEach(line -> {
            forms.forEach((beginning, alike) -> {
                if (line.contains(beginning)) {
                    alike.forEach((written, form) -> {
                        if (line.contains(written)) {
                            found.add(form + ": " + before(line, written));
                        }
                    });
                }
            });
            addDumped(line, dumped);
        });
        String digits = dumped.toString();
        values.forEach((name, value) -> {
            if (digits.contains(hex(value))) {
                found.add(name + " in a dump of bytes");
            }
        });
        return found;
    }

    List<String> in(String text) {
        return in(text.lines());
    }

    /** By their first characters, which many have in common: few lines have any of these. */
    private Map<String, Map<String, String>> formsByBeginning() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        values.forEach((name, value) -> forms(value).forEach((form, written) -> all.computeIfAbsent(
                        written.substring(0, Math.min(BEGINNING, written.length())), beginning -> new LinkedHashMap<>())
                .putIfAbsent(written, name + " as " + form)));
        return all;
    }

    /** As it is, and as it travels or is printed: in JSON, in a URI, as hex digits, in Base64 whatever stands before it. */
    private static Map<String, String> forms(String value) {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("itself", value);
        forms.put("JSON", new String(JsonStringEncoder.getInstance().quoteAsString(value)));
        forms.put("URI", URLEncoder.encode(value, StandardCharsets.UTF_8));
        forms.put("percent", URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        forms.put("hex", hex(value));
        for (int before = 0; before < 3; before++) {
            forms.put("Base64 " + before, base64(value, before));
        }
        return forms;
    }

    /** The characters that the value alone decides where so many bytes stand before it. */
    private static String base64(String value, int before) {
        byte[] bytes = ("x".repeat(before) + value).getBytes(StandardCharsets.UTF_8);
        String all = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        int whole = bytes.length / 3 * 4;
        return all.substring(before == 0 ? 0 : before + 1, whole);
    }

    private static String hex(String value) {
        return HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
    }

    private static void addDumped(String line, StringBuilder digits) {
        for (int at = 0; at + DUMPED_BYTE <= line.length(); at++) {
            if (isDumpedByte(line, at)) {
                Matcher dump = DUMP.matcher(line);
                while (dump.find()) {
                    digits.append(dump.group().replaceAll("[ :]", "").toLowerCase(Locale.ROOT));
                }
                return;
            }
        }
    }

    /** Two of them, one after the other: that is quickly seen, and few lines have it. */
    private static boolean isDumpedByte(String line, int at) {
        int next = at + DUMPED_BYTE;
        return next + 2 < line.length()
                && isBlank(line.charAt(at + 2))
                && isBlank(line.charAt(next + 2))
                && HexFormat.isHexDigit(line.charAt(at))
                && HexFormat.isHexDigit(line.charAt(at + 1))
                && HexFormat.isHexDigit(line.charAt(next))
                && HexFormat.isHexDigit(line.charAt(next + 1));
    }

    private static boolean isBlank(char sign) {
        return sign == ' ' || sign == ':';
    }

    private static String before(String line, String written) {
        String before = line.substring(0, line.indexOf(written));
        return before.length() <= 200 ? before : before.substring(0, 200) + " …";
    }
}
