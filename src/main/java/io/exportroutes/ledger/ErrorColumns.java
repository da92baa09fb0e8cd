package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure as the columns error_code, error and hint; all null without one. */
final class ErrorColumns {
    private ErrorColumns() {}

    static Map<String, Object> of(@Nullable ExportFailure failure) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("errorCode", failure == null ? null : failure.code());
        columns.put("error", failure == null ? null : StoredText.error(failure.getMessage()));
        columns.put("hint", failure == null ? null : StoredText.error(failure.hint()));
        return columns;
    }
}
