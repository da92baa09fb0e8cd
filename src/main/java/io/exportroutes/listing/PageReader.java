package io.exportroutes.listing;

import io.exportroutes.api.ManifestPage;

/**
 * The consumer of a listing. It gets each page as it arrives, and keeps only the entries it needs: a listing may have
 * a hundred thousand. If the listing shifted between pages, it gets some entries again.
 */
public interface PageReader {
    void read(ManifestPage page);
}
