package io.exportroutes.ledger;

/** Where copies of a job's exports are expected: at one of its destinations. */
public record CopyPlace(String job, String destination) implements Comparable<CopyPlace> {
    @Override
    public int compareTo(CopyPlace other) {
        int byJob = job.compareTo(other.job);
        return byJob == 0 ? destination.compareTo(other.destination) : byJob;
    }

    @Override
    public String toString() {
        return job + " at " + destination;
    }
}
