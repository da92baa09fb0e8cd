package io.exportroutes.lab.sandbox;

import java.util.List;
import java.util.Optional;

/** A table of the data set; its first column is {@code id}, ascending from 1. */
record Table(String name, int rows, List<Column> columns) {
    Table {
        columns = List.copyOf(columns);
    }

    Optional<Column> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }
}
