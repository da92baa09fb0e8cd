package io.exportroutes.api;

import java.util.List;

/** One page of a listing: its readable entries, in order, and its unreadable ones. */
public record ManifestPage(List<Manifest> manifests, List<UnreadableManifest> odd) {
    public ManifestPage {
        manifests = List.copyOf(manifests);
        odd = List.copyOf(odd);
    }

    /** How many entries the page had. */
    public int size() {
        return manifests.size() + odd.size();
    }
}
