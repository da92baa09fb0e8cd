package io.exportroutes.spool.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;

/** Accepts a file that is exactly one JSON document. */
final class JsonCheck {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonCheck() {}

    static void check(CheckedContent content) throws IOException {
        try (InputStream stream = content.open();
                JsonParser parser = JSON.createParser(stream)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw content.empty("it holds no JSON document");
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw content.corrupt("more bytes follow the JSON document", null);
            }
        } catch (JsonEOFException cut) {
            throw content.truncated("the JSON document has no end", null);
        } catch (JsonProcessingException broken) {
            throw content.corrupt("it is not JSON (%s)".formatted(where(broken)), null);
        } catch (CharConversionException broken) {
            throw content.corrupt("it is not JSON (its characters are in no known encoding)", null);
        }
    }

    /** The position of the fault, without the bytes around it: they are a customer's data. */
    private static String where(JsonProcessingException broken) {
        return "line %d, column %d"
                .formatted(
                        broken.getLocation().getLineNr(), broken.getLocation().getColumnNr());
    }
}
