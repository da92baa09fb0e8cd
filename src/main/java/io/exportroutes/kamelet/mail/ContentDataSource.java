package io.exportroutes.kamelet.mail;

import io.exportroutes.delivery.Content;
import jakarta.activation.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An attachment that is read from its content each time it is opened, and never held in memory. */
record ContentDataSource(Content content, String name) implements DataSource {
    @Override
    public InputStream getInputStream() throws IOException {
        return content.open();
    }

    @Override
    public OutputStream getOutputStream() {
        throw new UnsupportedOperationException("An artifact is never changed");
    }

    @Override
    public String getContentType() {
        return content.contentType();
    }

    @Override
    public String getName() {
        return name;
    }
}
