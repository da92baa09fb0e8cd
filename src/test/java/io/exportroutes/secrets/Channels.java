package io.exportroutes.secrets;

import com.sun.tools.attach.VirtualMachine;
import io.exportroutes.ledger.Ledger;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Where the product writes or shows something, each as one text. */
final class Channels {
    private Channels() {}

    /** Every row of every table, with the names of the columns. */
    static String ledger(SecretsScene scene) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Ledger ledger = Ledger.open(scene.ledger, Clock.systemUTC());
                Connection connection = ledger.forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables(connection)) {
                try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        all.append(table).append(": ").append(row(rows)).append('\n');
                    }
                }
            }
        }
        return all.toString();
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        return names;
    }

    private static String row(ResultSet rows) throws SQLException {
        StringBuilder row = new StringBuilder();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            byte[] bytes = rows.getMetaData().getColumnTypeName(column).equals("bytea") ? rows.getBytes(column) : null;
            row.append(rows.getMetaData().getColumnName(column))
                    .append('=')
                    .append(bytes == null ? rows.getString(column) : new String(bytes, StandardCharsets.ISO_8859_1))
                    .append(' ');
        }
        return row.toString();
    }

    /** The names and bytes of all files under a folder. */
    static String files(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    /** Keys, metadata and bytes of the objects. */
    static String objects(SecretsScene scene) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String key : scene.s3.keys(SecretsScene.BUCKET)) {
            all.append(key)
                    .append(scene.s3.metadata(SecretsScene.BUCKET, key))
                    .append('\n')
                    .append(new String(scene.s3.read(SecretsScene.BUCKET, key), StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    /** The mails as they arrived, headers included. */
    static String mails(SecretsScene scene) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (MimeMessage mail : scene.smtp.received()) {
            mail.writeTo(all);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    static String page(URI page) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        return answer.headers().map() + "\n" + answer.body();
    }

    /** The values of all attributes of all beans that a process shows to whoever attaches to it. */
    @SuppressWarnings("BanJNDI") // the address is that of a process of this test
    static String management(long process) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            StringBuilder all = new StringBuilder();
            MBeanServerConnection server = connector.getMBeanServerConnection();
            for (ObjectName name : server.queryNames(null, null)) {
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    if (attribute.isReadable()) {
                        all.append(name).append(' ').append(attribute.getName()).append('=');
                        all.append(value(server, name, attribute)).append('\n');
                    }
                }
            }
            return all.toString();
        } finally {
            machine.detach();
        }
    }

    private static String value(MBeanServerConnection server, ObjectName name, MBeanAttributeInfo attribute)
            throws IOException {
        try {
            return text(server.getAttribute(name, attribute.getName()));
        } catch (JMException | RuntimeException unsupported) {
            return unsupported.toString();
        }
    }

    private static String text(Object value) {
        if (value instanceof Object[] values) {
            return Arrays.stream(values).map(Channels::text).toList().toString();
        }
        if (value instanceof CompositeData composite) {
            return composite.values().stream().map(Channels::text).toList().toString();
        }
        if (value instanceof TabularData table) {
            return table.values().stream().map(Channels::text).toList().toString();
        }
        return String.valueOf(value);
    }
}
