package io.exportroutes.config.yaml;

import io.exportroutes.value.Suggestions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mistakes found so far, and where in the file everything stands. */
public final class Problems {
    private static final Comparator<Problem> BY_PLACE = Comparator.comparingInt(
                    (Problem problem) -> problem.place().line())
            .thenComparingInt(problem -> problem.place().column())
            .thenComparing(Problem::path);

    private final String file;
    private final Map<String, Position> places = new HashMap<>();
    private final Map<String, String> templates = new HashMap<>();
    private final Set<String> wrong = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();
    private final List<Problem> found = new ArrayList<>();

    public Problems(String file) {
        this.file = file;
    }

    /** Remembers where something stands. */
    void place(String path, Position place) {
        places.put(path, place);
    }

    /** Remembers that a value came from a placeholder; messages show the placeholder and never the value. */
    void template(String path, String written) {
        templates.put(path, written);
    }

    public boolean isTemplate(String path) {
        return templates.containsKey(path);
    }

    /** The value as a message may show it; not for secrets. */
    public String shown(String path, String value) {
        return Suggestions.quote(templates.getOrDefault(path, value));
    }

    /** A wrong value. It is looked at no further. */
    public void value(String path, String message, String remedy) {
        wrong.add(path);
        Position place = places.getOrDefault(path, Position.FILE);
        at(place.line(), place.column(), path, message, remedy);
    }

    /** A wrong value, where the message may quote from it: left out where the value came from a placeholder. */
    public void quoting(String path, String message, String remedy) {
        value(path, isTemplate(path) ? shown(path, "") + " has a value that is not valid here" : message, remedy);
    }

    /** A key that should not be where it is; its value is still looked at. */
    public void key(String path, String message, String remedy) {
        Position place = places.getOrDefault(path, Position.FILE);
        at(place.keyLine(), place.keyColumn(), path, message, remedy);
    }

    /** A key that is missing; the line is that of what it is missing from. */
    public void missing(String parent, String key, String remedy) {
        Position place = parent.isEmpty() ? new Position(1, 1, 1, 1) : places.getOrDefault(parent, Position.FILE);
        at(place.keyLine(), place.keyColumn(), YamlPaths.child(parent, key), key + " is missing", remedy);
    }

    /** A mistake at a place; 0 if the whole file is meant. */
    void at(int line, int column, String path, String message, String remedy) {
        found.add(new Problem(new Problem.Place(file, line, column), path, message, remedy));
    }

    /** A value that a command without secrets does not need: it is not checked further, and is not a mistake. */
    void unknown(String path) {
        unknown.add(path);
    }

    /** The stand-in for a text: the placeholder of an unknown one. */
    String standIn(String path) {
        return unknown.contains(path) ? templates.getOrDefault(path, "") : "";
    }

    /** Whether the value at the path was found wrong, or is unknown. */
    public boolean isWrong(String path) {
        return wrong.contains(path) || unknown.contains(path);
    }

    /** Whether each value is known and none is wrong. */
    boolean isWhole() {
        return found.isEmpty() && unknown.isEmpty();
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** All of them, by line. */
    public List<Problem> sorted() {
        return found.stream().sorted(BY_PLACE).toList();
    }
}
