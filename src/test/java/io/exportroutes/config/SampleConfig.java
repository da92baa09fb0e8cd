package io.exportroutes.config;

import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.yaml.Placeholders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A valid exports.yaml, to be changed by the line, and how it is read in tests. */
public final class SampleConfig {
    static final String TOKEN = "pat_0123456789";
    static final String SECRET_KEY = "hunter2hunter2";
    public static final KameletCatalog CATALOG = KameletCatalog.scan(Path.of("routes/kamelets"));

    /** Resolves no placeholder of another kind, as Camel where no vault is configured. */
    public static final UnaryOperator<String> NO_VAULT = placeholder -> {
        throw new IllegalArgumentException("no vault is configured");
    };

    private static final Map<String, String> ENVIRONMENT =
            Map.of("TOKEN", TOKEN, "EMPTY", "", "PORT", "2222", "WORD", "s3cr3t-word");
    public static final Placeholders PLACEHOLDERS = new Placeholders(ENVIRONMENT::get, NO_VAULT);
    private static final String TEXT = """
            version: 1
            api:
              base-url: https://api.example.com
              token: "{{env:TOKEN}}"
              read-timeout: 30s
            destinations:
              archive:
                type: s3
                bucket: acme
                secret-key: hunter2hunter2
                access-key: AKIA
              partner:
                type: sftp
                host: sftp.example.com
                port: 22
                username: acme
                password: hunter2hunter2
                known-hosts-file: known_hosts
              ops:
                type: email
                host: smtp.example.com
                security: starttls
                from: a@example.com
                to: [ops@example.com]
                attach-up-to: 10MB
            defaults:
              time-zone: UTC
              destinations: [archive]
              retry: {attempts: 5, initial-delay: 2s, multiplier: 2, max-delay: 1m}
            jobs:
              nightly:
                project: crm
                export: database
                format: zip
                schedule: "0 2 * * *"
                include-tables: [contacts, companies]
                exclude-tables: []
                table-options: {contacts: {columns: [id], order: asc, limit: 10}}
                file-name: crm_database
                guard: {min-size: 1KB, max-shrink: 50%}
              shape:
                project: crm
                export: schema
                format: sql
              sweep:
                project: crm
                export: existing
                destinations: [archive, partner]
            """;

    private final List<String> lines = new ArrayList<>(TEXT.lines().toList());

    /** Writes something else on a line (1-based), indented as it was; {@code \n} begins another line. */
    public SampleConfig with(int line, String text) {
        String old = lines.get(line - 1);
        String indent = old.substring(0, old.length() - old.stripLeading().length());
        lines.set(line - 1, indent + text.replace("\\n", "\n" + indent).replace("\\t", "\t"));
        return this;
    }

    public ConfigResult read(Path folder) {
        return read(folder, String.join("\n", lines) + "\n");
    }

    public static ConfigResult read(Path folder, String text) {
        try {
            Path file = folder.resolve("exports.yaml");
            Files.writeString(file, text);
            return ConfigReader.read(file, CATALOG, PLACEHOLDERS);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
