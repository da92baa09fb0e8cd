package io.exportroutes.listing;

import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.UnreadableManifest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the entries of the exports that a run already has. */
public final class OwnExports implements PageReader {
    private final Set<String> wanted;
    private final Map<String, Manifest> seen = new HashMap<>();
    private final Map<String, UnreadableManifest> odd = new HashMap<>();

    public OwnExports(Collection<Manifest> own) {
        this.wanted = own.stream().map(Manifest::id).collect(Collectors.toSet());
    }

    @Override
    public void read(ManifestPage page) {
        page.manifests().stream()
                .filter(manifest -> wanted.contains(manifest.id()))
                .forEach(manifest -> seen.put(manifest.id(), manifest));
        page.odd().stream().filter(one -> wanted.contains(one.id())).forEach(one -> odd.put(one.id(), one));
    }

    /** The export's latest entry. An entry that does not match the API's description is a failure: the export is not gone. */
    public Optional<Manifest> of(Manifest own) {
        Manifest listed = seen.get(own.id());
        UnreadableManifest unreadable = odd.get(own.id());
        if (listed == null && unreadable != null) {
            throw unreadable.failure();
        }
        return Optional.ofNullable(listed);
    }
}
