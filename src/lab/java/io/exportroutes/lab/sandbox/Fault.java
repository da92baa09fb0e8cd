package io.exportroutes.lab.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One planted misbehaviour.
 *
 * @param argument see {@link FaultKind}; null for that kind's default
 * @param operation the only operation it strikes, or null for every one that its kind concerns
 * @param times how many calls it strikes; 0 until it is taken away
 */
public record Fault(
        FaultKind kind, @Nullable String argument, @Nullable Operation operation, int times) {
    private static final Pattern COUNTED = Pattern.compile("(?<what>.*?)(x(?<times>\\d{1,6}))?");
    private static final Pattern WHAT = Pattern.compile("(?<kind>[a-z-]+)(@(?<operation>[a-z]+))?(=(?<argument>.*))?");

    public Fault {
        kind.check(argument);
        if (operation != null && !kind.concerns(operation)) {
            throw new IllegalArgumentException("fault '" + kind.word() + "' never strikes " + operation.word());
        }
        if (times < 0) {
            throw new IllegalArgumentException("times must not be negative");
        }
    }

    /** A fault with its kind's default argument, until it is taken away. */
    public static Fault of(FaultKind kind) {
        return new Fault(kind, null, null, 0);
    }

    public static Fault of(FaultKind kind, String argument) {
        return new Fault(kind, argument, null, 0);
    }

    public static Fault of(FaultKind kind, long argument) {
        return of(kind, Long.toString(argument));
    }

    public Fault on(Operation only) {
        return new Fault(kind, argument, only, times);
    }

    public Fault withTimes(int count) {
        return new Fault(kind, argument, operation, count);
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return kind.word()
                + (operation == null ? "" : "@" + operation.word())
                + (argument == null ? "" : "=" + argument)
                + (times == 0 ? "" : "x" + times);
    }

    /**
     * Reads {@code NAME[@OPERATION][=ARG][xTIMES]}, such as {@code status=503x2} or {@code drop@downloadx1}.
     *
     * @throws IllegalArgumentException where it is no such text
     */
    public static Fault parse(String text) {
        Matcher counted = COUNTED.matcher(text);
        Matcher what = WHAT.matcher(counted.matches() ? counted.group("what") : text);
        if (!what.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no fault: write NAME[@OPERATION][=ARG][xTIMES], such as status=503x2");
        }
        String operation = what.group("operation");
        String times = counted.group("times");
        return new Fault(
                FaultKind.of(what.group("kind")),
                what.group("argument"),
                operation == null ? null : Operation.of(operation),
                times == null ? 0 : Integer.parseInt(times));
    }
}
