package guest;

import java.io.File;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Delivers the file that is its second argument by each sink, which its first argument, a file of properties, configures. */
public final class Guest {
    private Guest() {}

    public static void main(String[] arguments) throws Exception {
        File file = new File(arguments[1]);
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("file:" + arguments[0]);
        main.start();
        try (ProducerTemplate template = main.getCamelTemplate();
                FileInputStream stream = new FileInputStream(file)) {
            Map<String, Object> headers =
                    Map.of("ExportRoutesKey", "reports/report.bin", "ExportRoutesSize", file.length());
            deliver(template, "file", file, headers);
            deliver(template, "s3", file.toPath(), headers);
            deliver(template, "sftp", stream, headers);
            deliver(template, "email", Files.readAllBytes(file.toPath()), headers);
            System.out.println("all delivered");
        } finally {
            main.stop();
        }
    }

    private static void deliver(
            ProducerTemplate template, String sink, Object body, Map<String, Object> headers) {
        Object receipt = template.requestBodyAndHeaders("kamelet:" + sink + "-artifact-sink", body, headers);
        System.out.println(sink + ": " + receipt);
    }
}
