package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureNote;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure as the columns error_code, error and hint; all null without one. */
final class ErrorColumns {
    private ErrorColumns() {}

    static Map<String, Object> of(@Nullable ExportFailure failure) {
        return of(FailureNote.of(failure));
    }

    static Map<String, Object> of(FailureNote failure) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("errorCode", failure.code());
        columns.put("error", StoredText.error(failure.message()));
        columns.put("hint", StoredText.error(failure.hint()));
        return columns;
    }
}
