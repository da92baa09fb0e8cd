package io.exportroutes.cli;

import io.exportroutes.cli.RetentionOptions.Plans;
import io.exportroutes.expiry.PlacePlan;
import io.exportroutes.retention.Doubt;
import io.exportroutes.retention.Plan;
import java.util.List;
import java.util.Locale;

/**
 * What {@code retention plan} prints as JSON.
 *
 * @param plan the name that retention apply takes
 */
record PlansJson(String plan, List<PlaceJson> places, List<UnseenJson> unseen) {
    record PlaceJson(String job, String destination, SumsJson sums, List<CopyJson> copies, List<String> doubts) {}

    /** @param keepsVersions whether what is deleted there is freed only later, by a lifecycle rule of its bucket */
    record SumsJson(Plan.Total keep, Plan.Total expire, Plan.Total blocked, int foreign, boolean keepsVersions) {}

    /** @param verdict keep, expire or blocked */
    record CopyJson(String key, String exportId, String scheduledFor, String verdict, List<String> reasons) {}

    /** A place without a plan, and why. */
    record UnseenJson(String job, String destination, String code, String error) {}

    static PlansJson of(Plans plans) {
        return new PlansJson(
                plans.hash(),
                plans.plans().stream().map(PlansJson::place).toList(),
                plans.unseen().entrySet().stream()
                        .map(unseen -> new UnseenJson(
                                unseen.getKey().job(),
                                unseen.getKey().destination(),
                                unseen.getValue().code(),
                                String.valueOf(unseen.getValue().getMessage())))
                        .toList());
    }

    private static PlaceJson place(PlacePlan place) {
        Plan plan = place.plan();
        return new PlaceJson(
                place.place().job(),
                place.place().destination(),
                new SumsJson(
                        plan.total(Plan.Verdict.KEEP),
                        plan.total(Plan.Verdict.EXPIRE),
                        plan.total(Plan.Verdict.BLOCKED),
                        plan.foreign().size(),
                        place.keepsVersions()),
                plan.copies().stream().map(judged -> copy(place, judged)).toList(),
                plan.doubts().stream().map(Doubt::text).toList());
    }

    private static CopyJson copy(PlacePlan place, Plan.Judged judged) {
        return new CopyJson(
                judged.copy().key(),
                place.exportId(judged.copy()),
                judged.copy().run().time().toString(),
                judged.verdict().name().toLowerCase(Locale.ROOT),
                judged.reasons());
    }
}
