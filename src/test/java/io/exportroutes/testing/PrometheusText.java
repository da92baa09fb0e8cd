package io.exportroutes.testing;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page in Prometheus' text format 0.0.4, read as strictly as its description says: what is not in it, is an error. */
public final class PrometheusText {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Map<Series, Double> samples = new LinkedHashMap<>();
    private final Set<String> begun = new LinkedHashSet<>();
    private String family = "";

    /** One line of the page without its value. */
    public record Series(String name, Map<String, String> labels) {}

    private PrometheusText() {}

    /** @throws IllegalArgumentException with the first line that is not in the format */
    public static PrometheusText parse(String page) {
        if (!page.endsWith("\n")) {
            throw new IllegalArgumentException("The last line does not end");
        }
        PrometheusText text = new PrometheusText();
        page.lines().filter(line -> !line.isBlank()).forEach(text::read);
        return text;
    }

    /** Each series with its value. */
    public Map<Series, Double> samples() {
        return samples;
    }

    /** The sum over all series of that name that have all of these labels. */
    public double sum(String name, Map<String, String> labels) {
        List<Double> found = samples.entrySet().stream()
                .filter(sample -> sample.getKey().name().equals(name)
                        && sample.getKey().labels().entrySet().containsAll(labels.entrySet()))
                .map(Map.Entry::getValue)
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("There is no " + name + labels);
        }
        return found.stream().mapToDouble(Double::doubleValue).sum();
    }

    private void read(String line) {
        if (line.startsWith("#")) {
            comment(line);
        } else {
            sample(line);
        }
    }

    private void comment(String line) {
        Matcher comment = match(COMMENT, line);
        String name = comment.group(2);
        require(!begun.contains(name), "comes after its samples", line);
        if (comment.group(1).equals("HELP")) {
            require(helped.add(name), "comes twice", line);
        } else {
            require(TYPES.contains(comment.group(3)), "is no type", line);
            require(types.put(name, comment.group(3)) == null, "comes twice", line);
        }
    }

    private void sample(String line) {
        Matcher sample = match(SAMPLE, line);
        String name = sample.group(1);
        String itsFamily = family(name);
        require(types.containsKey(itsFamily), "has no type", line);
        require(itsFamily.equals(family) || begun.add(itsFamily), "is apart from its family", line);
        family = itsFamily;
        Series series = new Series(name, labels(sample.group(2), line));
        require(samples.put(series, value(sample.group(3))) == null, "comes twice", line);
    }

    private String family(String name) {
        for (String suffix : List.of("_bucket", "_count", "_sum")) {
            String stem = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
            String type = types.getOrDefault(stem, "");
            if (!stem.equals(name) && (type.equals("histogram") || type.equals("summary"))) {
                return stem;
            }
        }
        return name;
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        if (text == null || text.isEmpty()) {
            return labels;
        }
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find()) {
            require(labels.put(label.group(1), label.group(2)) == null, "has a label twice", line);
            end = label.end();
        }
        require(end == text.length(), "has labels that cannot be read", line);
        return labels;
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Matcher match(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        require(matcher.matches(), "is neither a comment nor a sample", line);
        return matcher;
    }

    private static void require(boolean holds, String otherwise, String line) {
        if (!holds) {
            throw new IllegalArgumentException("It " + otherwise + ": " + line);
        }
    }
}
