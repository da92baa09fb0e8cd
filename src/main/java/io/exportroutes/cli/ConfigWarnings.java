package io.exportroutes.cli;

import io.exportroutes.config.ChannelConfig;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.config.KeyTemplateRules;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Warnings: valid, but probably unintended. */
final class ConfigWarnings {
    private static final String HOST = "host";

    private ConfigWarnings() {}

    /** One line each, in the order of the file. */
    static List<String> of(ExportsConfig config, Instant now) {
        return Stream.concat(
                        Stream.of(
                                        sharedKeys(config),
                                        loneRecipients(config),
                                        sharedServers(config),
                                        ReadBackWarnings.of(config),
                                        PlaceWarnings.of(config))
                                .flatMap(warnings -> warnings),
                        config.jobs().values().stream()
                                .flatMap(job -> Stream.of(schedule(job, now), copies(job, config), sweep(job, config))
                                        .flatMap(warnings -> warnings)))
                .toList();
    }

    private static Stream<String> sharedKeys(ExportsConfig config) {
        return config.destinations().values().stream()
                .filter(destination -> !destination.key().isEmpty())
                .filter(destination -> !KeyTemplateRules.tellsRunsApart(destination.key()))
                .map(destination ->
                        "destinations." + destination.name() + ".key: two runs of a job that begin in the same"
                                + " second have the same key, and the second is refused (key_taken)."
                                + " Put {export-id} or {run} into it.");
    }

    private static Stream<String> loneRecipients(ExportsConfig config) {
        return config.destinations().values().stream()
                .filter(destination -> destination.encryption() != null
                        && destination.encryption().recipients().size() == 1)
                .map(destination -> "destinations." + destination.name() + ".encrypt: there is a single recipient, and"
                        + " nobody can read the copies once its identity is lost. Add one that is kept elsewhere, such as in"
                        + " a safe.");
    }

    /** Where the server of a destination is the only one that could carry the news of its own failure. */
    private static Stream<String> sharedServers(ExportsConfig config) {
        Map<String, String> servers = new HashMap<>();
        config.destinations()
                .values()
                .forEach(destination -> servers.put(destination.properties().get(HOST), destination.name()));
        Collection<ChannelConfig> channels = config.operators().channels().values();
        boolean another = channels.stream()
                .map(channel -> channel.settings().values().get(HOST))
                .anyMatch(host -> host == null || !servers.containsKey(host));
        return channels.stream()
                .filter(channel -> !another)
                .map(channel -> "notifications." + channel.name() + ".host: it is the server of the destination "
                        + servers.get(channel.settings().values().get(HOST))
                        + " as well, and nobody hears of it where it fails. Add a channel that goes another way.");
    }

    private static Stream<String> schedule(JobConfig job, Instant now) {
        return job.timing().isOver(now)
                ? Stream.of("jobs." + job.name() + ".schedule: \""
                        + job.timing().schedule().written()
                        + "\" is never due again. Give it later years, or remove it.")
                : Stream.empty();
    }

    /** A sweep stores exports of every kind: rules of the calendar would take the runs of one day for versions of one thing. */
    private static Stream<String> sweep(JobConfig job, ExportsConfig config) {
        List<String> thinned = job.destinations().stream()
                .filter(destination -> config.retention(job.name(), destination).thinsOut())
                .toList();
        return job.request().kind() != ExportKind.EXISTING || thinned.isEmpty()
                ? Stream.empty()
                : Stream.of("jobs." + job.name() + ".retention: at " + String.join(" and ", thinned)
                        + " rules such as keep-daily keep one run of a day and expire its others, which stored other"
                        + " exports. Give the job keep-within or keep-last alone, or keep-all.");
    }

    /** A job whose destinations may all send only notices. */
    private static Stream<String> copies(JobConfig job, ExportsConfig config) {
        return job.destinations().stream()
                .map(name -> config.destinations().get(name))
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(
                        destination -> destination.sink().copies().largest()))
                .filter(destination -> !destination.storesAll())
                .stream()
                .map(destination -> "jobs." + job.name() + ".destinations: " + copies(destination));
    }

    private static String copies(DestinationConfig destination) {
        String setting = destination.sink().copies().setting();
        String artifacts = setting == null
                ? "each artifact"
                : "an artifact above %s (%s)"
                        .formatted(setting, destination.properties().get(setting));
        return artifacts
                + " would be kept as a dead letter, because no destination of the job stores it. Add one that does"
                + (setting == null ? "." : ", or raise " + setting + ".");
    }
}
