package io.exportroutes.delivery;

import java.util.List;

/** Several small contents for one destination, which are written by one call ({@link ArtifactStore#putAll}). */
public record ContentBatch(List<Item> items) {
    public ContentBatch {
        items = List.copyOf(items);
    }

    /** One content and the key under which it is written. */
    public record Item(String key, Content content) {}
}
