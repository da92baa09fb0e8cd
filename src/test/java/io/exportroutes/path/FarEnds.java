package io.exportroutes.path;

import io.exportroutes.lab.demo.Site;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All that the servers of a site have. */
final class FarEnds {
    private final Site site;

    FarEnds(Site site) {
        this.site = site;
    }

    /** Every object, every file, hidden ones too, by its path, and the source of every mail. */
    List<String> everything() throws IOException, MessagingException {
        List<String> all = new ArrayList<>(site.s3().keys(Site.BUCKET));
        all.addAll(files(site.mirror()));
        all.addAll(files(site.ssh().root()));
        for (MimeMessage mail : site.smtp().received()) {
            all.add(new String(mail.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + mail.getSubject());
        }
        return all;
    }

    private static List<String> files(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
