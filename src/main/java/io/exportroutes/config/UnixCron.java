package io.exportroutes.config;

import static io.exportroutes.config.CronField.DAY_OF_MONTH;
import static io.exportroutes.config.CronField.DAY_OF_WEEK;
import static io.exportroutes.config.CronField.HOUR;
import static io.exportroutes.config.CronField.MINUTE;
import static io.exportroutes.config.CronField.MONTH;

import com.cronutils.mapper.CronMapper;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Cron with 5 fields, where Sunday is 0 or 7. */
final class UnixCron {
    private static final List<CronField> FIELDS = List.of(MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK);
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private UnixCron() {}

    static String toQuartz(List<String> fields) {
        parse(fields);
        if (!fields.get(2).equals("*") && !fields.get(4).equals("*")) {
            throw Cron.invalid(
                    "the schedule restricts both the day of month and the day of week, which in cron means either of "
                            + "the two",
                    "Write two jobs, one with * as day of month and one with * as day of week.");
        }
        List<String> plain = new ArrayList<>(fields);
        plain.set(4, Weekdays.list(fields.get(4)));
        return CronMapper.fromUnixToQuartz().map(parse(plain)).asString();
    }

    private static com.cronutils.model.Cron parse(List<String> fields) {
        try {
            return PARSER.parse(String.join(" ", fields));
        } catch (IllegalArgumentException wrong) {
            for (int index = 0; index < fields.size(); index++) {
                checkAlone(index, fields.get(index));
            }
            throw wrong;
        }
    }

    private static void checkAlone(int index, String value) {
        List<String> others = new ArrayList<>(Collections.nCopies(FIELDS.size(), "*"));
        others.set(index, value);
        try {
            PARSER.parse(String.join(" ", others));
        } catch (IllegalArgumentException wrong) {
            throw FIELDS.get(index).wrong(value, "0-7 (0 and 7 are Sunday) or SUN-SAT");
        }
    }
}
