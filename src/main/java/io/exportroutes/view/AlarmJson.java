package io.exportroutes.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.ledger.Alarm;
import org.jspecify.annotations.Nullable;

/** Something that is wrong, or was, as the API has it. */
public record AlarmJson(
        @JsonUnwrapped Subject subject,
        String beganAt,
        @Nullable String endedAt,
        @JsonUnwrapped ReasonJson reason) {
    /**
     * @param job null if it concerns no job
     * @param destination null if it concerns all of them, or none
     */
    record Subject(
            String alarm,
            String kind,
            @Nullable String job,
            @Nullable String destination) {}

    public static AlarmJson of(Alarm alarm) {
        return new AlarmJson(
                new Subject(
                        alarm.id(),
                        alarm.subject().kind(),
                        orNull(alarm.subject().job()),
                        orNull(alarm.subject().destination())),
                alarm.beganAt().toString(),
                Json.time(alarm.endedAt()),
                ReasonJson.of(alarm.reason()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
