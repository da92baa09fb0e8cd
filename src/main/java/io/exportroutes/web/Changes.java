package io.exportroutes.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Set;

/**
 * What is no longer as it was: ids alone, to be read anew.
 *
 * @param deadLetters whether there are others than before
 */
record Changes(Set<String> jobs, Set<String> runs, boolean deadLetters) {
    @JsonIgnore
    boolean isEmpty() {
        return jobs.isEmpty() && runs.isEmpty() && !deadLetters;
    }
}
