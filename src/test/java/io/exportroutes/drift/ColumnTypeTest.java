package io.exportroutes.drift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which types hold less than others. */
class ColumnTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "varchar(20) > varchar(10)",
                "text > varchar(4000)",
                "varchar(max) > nvarchar(10)",
                "bigint > integer",
                "integer > smallint",
                "double precision > real",
                "numeric(12,2) > numeric(10,2)",
                "numeric(10,4) > numeric(10,2)",
                "numeric > numeric(10,2)",
                "numeric(10,2) > integer",
                "integer > boolean",
                "timestamp > date",
                "text > integer",
                "bigint > varchar(5)",
                "bit(8) > bit(4)"
            })
    void aTypeIsNarrowerIfAValueMayNotFit(String wide, String narrow) {
        assertThat(ColumnType.parse(narrow).isNarrowerThan(ColumnType.parse(wide)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "varchar(10) > varchar(20)",
                "varchar(10) > text",
                "integer > bigint",
                "numeric(10,2) > numeric",
                "numeric(10,2) > numeric(12,4)",
                "integer > text",
                "json > text",
                "date > timestamp",
                "boolean > integer",
                "geometry > point",
                "int(11) > int(10)",
                "timestamp > timestamp with time zone"
            })
    void otherwiseItIsNot(String before, String after) {
        assertThat(ColumnType.parse(after).isNarrowerThan(ColumnType.parse(before)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "INT4 = integer",
                "character varying (255) = VARCHAR(255)",
                "timestamp(6) without time zone = timestamp( 6 )",
                "Double  Precision = float8",
                "decimal(10, 2) = NUMERIC(10,2)"
            })
    void namesOfTheSameTypeAreEqual(String one, String other) {
        assertThat(ColumnType.parse(one)).isEqualTo(ColumnType.parse(other));
    }
}
