package io.exportroutes.kamelet.mail;

import io.exportroutes.delivery.Content;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.kamelet.SinkMessage;
import io.exportroutes.value.Verified;
import io.exportroutes.value.Visible;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The body of an artifact's mail: its facts, and the file itself if it is small enough. */
final class MailBody {
    private MailBody() {}

    static MimeMultipart of(Message message, Content content, Verified verified, boolean attached)
            throws MessagingException {
        String name = SinkMessage.name(message);
        MimeBodyPart text = new MimeBodyPart();
        text.setText(text(message, name, verified, attached), StandardCharsets.UTF_8.name());
        MimeMultipart parts = new MimeMultipart(text);
        if (attached) {
            MimeBodyPart file = new MimeBodyPart();
            file.setDataHandler(new DataHandler(new ContentDataSource(content, name)));
            file.setDisposition(Part.ATTACHMENT);
            file.setFileName(name);
            // Set here, so that no caller reads the whole file to find out.
            file.setHeader("Content-Transfer-Encoding", "base64");
            parts.addBodyPart(file);
        }
        return parts;
    }

    private static String text(Message message, String name, Verified verified, boolean attached) {
        StringBuilder text = new StringBuilder();
        known(text, "Export", message.getHeader(SinkHeaders.EXPORT_ID));
        known(text, "Job", message.getHeader(SinkHeaders.JOB));
        known(text, "Run", message.getHeader(SinkHeaders.RUN));
        line(text, "File", name + (attached ? " (attached)" : " (too large to attach)"));
        line(text, "Bytes", verified.size());
        line(text, "SHA-256", verified.sha256());
        known(text, "Chain", message.getHeader(SinkHeaders.CHAIN_HEAD));
        String locations = message.getHeader(SinkHeaders.LOCATIONS, "", String.class);
        if (!locations.isBlank()) {
            text.append(attached ? "\r\nAlso at:\r\n" : "\r\nStored at:\r\n");
            locations.lines().forEach(location -> line(text, " ", location));
        }
        return text.toString();
    }

    private static void known(StringBuilder text, String label, @Nullable Object value) {
        if (value != null) {
            line(text, label, value);
        }
    }

    private static void line(StringBuilder text, String label, Object value) {
        text.append("%-9s%s\r\n".formatted(label, Visible.text(String.valueOf(value))));
    }
}
