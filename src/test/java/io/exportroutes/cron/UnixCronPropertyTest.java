package io.exportroutes.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Conversion to Quartz keeps every firing, against a plain reading of Unix cron. */
class UnixCronPropertyTest {
    private static final Instant START = Instant.parse("2026-02-27T23:58:00Z");

    @Property(tries = 500)
    void aConvertedScheduleFiresExactlyWhenUnixCronWould(
            @ForAll("minutes") String minute, @ForAll("hours") String hour, @ForAll("days") String days) {
        String unix = minute + " " + hour + " " + days;
        String quartz = Cron.toQuartz(unix);

        Instant fired = START;
        ZonedDateTime expected = START.atZone(ZoneOffset.UTC);
        for (int firing = 0; firing < 5; firing++) {
            fired = Cron.next(quartz, ZoneId.of("UTC"), fired).orElseThrow();
            expected = nextByHand(unix.split(" "), expected);
            assertThat(fired).as(unix + " as " + quartz).isEqualTo(expected.toInstant());
        }
    }

    @Provide
    Arbitrary<String> minutes() {
        return field(0, 59);
    }

    @Provide
    Arbitrary<String> hours() {
        return field(0, 23);
    }

    @Provide
    Arbitrary<String> days() {
        return Arbitraries.oneOf(
                field(1, 28).map(day -> day + " * *"),
                field(1, 12).map(month -> "* " + month + " *"),
                field(0, 7).map(weekday -> "* * " + weekday));
    }

    private static Arbitrary<String> field(int least, int most) {
        Arbitrary<Integer> value = Arbitraries.integers().between(least, most);
        Arbitrary<Integer> step = Arbitraries.integers().between(1, Math.max(2, most / 2));
        Arbitrary<String> range =
                Combinators.combine(value, value).as((one, other) -> Math.min(one, other) + "-" + Math.max(one, other));
        Arbitrary<String> part = Arbitraries.oneOf(
                value.map(String::valueOf),
                range,
                Combinators.combine(range, step).as((bounds, every) -> bounds + "/" + every));
        return Arbitraries.oneOf(
                Arbitraries.just("*"),
                step.map(every -> "*/" + every),
                part,
                part.list().ofMinSize(2).ofMaxSize(3).map(parts -> String.join(",", parts)));
    }

    private static ZonedDateTime nextByHand(String[] fields, ZonedDateTime after) {
        BitSet minutes = values(fields[0], 0, 59);
        BitSet hours = values(fields[1], 0, 23);
        BitSet days = values(fields[2], 1, 31);
        BitSet months = values(fields[3], 1, 12);
        BitSet weekdays = values(fields[4], 0, 7);
        ZonedDateTime time = after.plusMinutes(1);
        while (true) {
            int weekday = time.getDayOfWeek().getValue() % 7;
            boolean day = days.get(time.getDayOfMonth())
                    && months.get(time.getMonthValue())
                    && (weekdays.get(weekday) || weekday == 0 && weekdays.get(7));
            if (!day) {
                time = time.plusDays(1).withHour(0).withMinute(0);
            } else if (!hours.get(time.getHour())) {
                time = time.plusHours(1).withMinute(0);
            } else if (minutes.get(time.getMinute())) {
                return time;
            } else {
                time = time.plusMinutes(1);
            }
        }
    }

    private static BitSet values(String field, int least, int most) {
        BitSet values = new BitSet();
        for (String part : field.split(",")) {
            String[] stepped = part.split("/");
            String[] bounds = (stepped[0].equals("*") ? least + "-" + most : stepped[0]).split("-");
            int to = Integer.parseInt(bounds[bounds.length - 1]);
            int every = stepped.length > 1 ? Integer.parseInt(stepped[1]) : 1;
            for (int value = Integer.parseInt(bounds[0]); value <= to; value += every) {
                values.set(value);
            }
        }
        return values;
    }
}
