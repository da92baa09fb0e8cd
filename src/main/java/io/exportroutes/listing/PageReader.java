package io.exportroutes.listing;

import io.exportroutes.api.ManifestPage;

/**
 * What a listing is read for. It sees each page once the page is there, and keeps only what it needs of it: a listing may have
 * a hundred thousand entries. Where the listing shifted between pages, it sees entries again that it has seen before.
 */
public interface PageReader {
    void read(ManifestPage page);
}
