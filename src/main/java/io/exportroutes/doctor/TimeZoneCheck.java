package io.exportroutes.doctor;

import io.exportroutes.config.JobConfig;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.stream.Collectors;

/** Whether Java knows the zones of the jobs, and from when its time-zone data is: governments change their clocks at short notice. */
record TimeZoneCheck(Patient patient) implements Check {
    private static final int OLDEST_YEARS = 2;

    @Override
    public String name() {
        return "time zones";
    }

    @Override
    public void look(Findings findings) {
        String version = ZoneRulesProvider.getVersions("UTC").lastKey();
        String zones = patient.jobs().stream()
                .map(job -> job.timing().zone().getId())
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
        String seen = "Java's time-zone data is of " + version + (zones.isEmpty() ? "" : "; zones of jobs: " + zones);
        if (age(version) > OLDEST_YEARS) {
            findings.warn(
                    seen + "; a change of clocks since then would be missed",
                    "Update Java, or its time-zone data with tzupdater");
        } else {
            findings.ok(seen);
        }
        patient.jobs().stream()
                .filter(job -> !isKnown(job))
                .forEach(job -> findings.fail(
                        "The zone " + job.timing().zone() + " of job " + job.name()
                                + " is not in Java's time-zone data",
                        "Correct time-zone in exports.yaml, or update Java"));
    }

    private static boolean isKnown(JobConfig job) {
        ZoneId zone = job.timing().zone();
        try {
            return zone.getRules() != null;
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    /** In whole years; a version is the year and a letter, such as {@code 2025b}. */
    private int age(String version) {
        String year = version.replaceAll("\\D.*", "");
        int now =
                LocalDate.ofInstant(patient.clock().instant(), ZoneId.of("UTC")).getYear();
        return year.length() == 4 ? now - Integer.parseInt(year) : 0;
    }
}
