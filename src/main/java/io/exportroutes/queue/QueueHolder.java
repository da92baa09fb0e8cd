package io.exportroutes.queue;

/**
 * The name under which a process holds entries of the queue: the node's name and the process id. A later process of the
 * same node thus tells the entries of a dead process from those of a live one (the service beside a single run by hand).
 */
record QueueHolder(String node, long process) {
    /** The queue's table keeps 50 characters: these, a slash, and a process id. */
    private static final int LONGEST_NODE = 38;

    static QueueHolder ofThisProcess(String node) {
        String kept = node.length() > LONGEST_NODE ? node.substring(0, LONGEST_NODE) : node;
        return new QueueHolder(kept, ProcessHandle.current().pid());
    }

    /** Whether the holder is this process, or a process of this node that has ended. */
    boolean mayRelease(String holder) {
        if (holder.equals(toString())) {
            return true;
        }
        int slash = holder.lastIndexOf('/');
        if (slash < 0 || !holder.substring(0, slash).equals(node)) {
            return false;
        }
        String id = holder.substring(slash + 1);
        return id.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(id)).isEmpty();
    }

    @Override
    public String toString() {
        return node + "/" + process;
    }
}
