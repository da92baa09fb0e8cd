package io.exportroutes.lab.sandbox;

import java.util.Map;

/** An answer with {@code ok: false}. */
final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> headers;

    ApiRefusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    private ApiRefusal(int status, String code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = headers;
    }

    /** The same answer with a header. */
    ApiRefusal with(String name, String value) {
        return new ApiRefusal(status, code, text(), Map.of(name, value));
    }

    Map<String, String> headers() {
        return headers;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** What the text of an exception says; never null here. */
    String text() {
        return String.valueOf(getMessage());
    }
}
