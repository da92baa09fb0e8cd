package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.api.CallTrace;
import io.exportroutes.listing.ListedPage;
import io.exportroutes.listing.Listing;
import io.exportroutes.listing.Manifests;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Point 24: a listing that was read to its end, and may lack something all the same, says so. */
class ListingDoubtTest {
    private final Listing listing = new Listing(page -> {});

    @Test
    void oneThatHasAllThatItSaysIsBeyondDoubt() {
        add(2, "a", "b");

        assertThat(listing.isMore()).isFalse();
        assertThat(listing.doubt()).isNull();
    }

    @Test
    void oneThatEndsShortOfItsTotalSaysSo() {
        add(3, "a", "b");
        assertThat(listing.isMore()).isTrue();
        add(3);

        assertThat(listing.isMore()).isFalse();
        assertThat(listing.doubt()).isEqualTo("it announces 3, and ends after 2");
    }

    @Test
    void oneThatNeverSettlesSaysSo() {
        for (int pass = 1; pass <= 3; pass++) {
            assertThat(listing.isMore()).as("before pass %d", pass).isTrue();
            add(3, "a", "b");
            add(4, "b", "c");
        }

        assertThat(listing.isMore()).isFalse();
        assertThat(listing.doubt()).isEqualTo("it changed each of the 3 times that it was read");
    }

    @Test
    void oneThatSettlesInTheEndIsBeyondDoubt() {
        add(3, "a", "b");
        add(4, "b", "c");
        assertThat(listing.doubt()).isNull();
        add(4, "x", "a", "b", "c");

        assertThat(listing.isMore()).isFalse();
        assertThat(listing.doubt()).isNull();
    }

    @Test
    void withoutATotalAnEmptyPageIsTheEnd() {
        add(null, "a");
        assertThat(listing.isMore()).isTrue();
        add(null);

        assertThat(listing.isMore()).isFalse();
        assertThat(listing.doubt()).isNull();
    }

    private void add(@Nullable Integer total, String... ids) {
        List<Map<String, String>> exports =
                List.of(ids).stream().map(id -> Map.of("id", id)).toList();
        Map<String, Object> data = total == null ? Map.of("limit", 500) : Map.of("total", total, "limit", 500);
        listing.add(ListedPage.of(Manifests.all(exports), data, new CallTrace(null, null, null)));
    }
}
