package io.exportroutes.report;

import java.util.List;

/**
 * A form of the report. It is given every fact once, in the order in which it is read, and keeps none of them: a table may have any
 * number of rows. All renderings show all that they are given.
 */
public interface Rendering {
    /** First of all: what the report is about. */
    void begin(String title, List<Field> about);

    /** After the summary of all jobs. */
    void notKnown(List<String> sentences);

    /** The tables that follow are of this job, until it ends. */
    void beginJob(String job, List<Field> facts);

    void endJob();

    void beginTable(Table table);

    /** @param cells one for each column of the table */
    void row(List<Cell> cells);

    void endTable();

    /** Last of all. */
    void end();
}
