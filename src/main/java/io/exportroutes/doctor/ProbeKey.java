package io.exportroutes.doctor;

import java.util.UUID;

/** The key of a probe: one that no run has, and no list takes for a copy. */
final class ProbeKey {
    private ProbeKey() {}

    /**
     * Below the folder that all keys of the destination have in common, as its user may have rights only there.
     *
     * @param template of the destination's keys; empty for the default one
     */
    static String of(String template, UUID id) {
        String fixed = template.contains("{") ? template.substring(0, template.indexOf('{')) : template;
        String folder = fixed.substring(0, fixed.lastIndexOf('/') + 1)
                .replaceAll("^/+", "")
                .replaceAll("/{2,}", "/");
        return folder + "export-routes-doctor-" + id + ".probe";
    }
}
