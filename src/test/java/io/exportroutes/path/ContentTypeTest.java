package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API says of an export's type is used where it is a type, and keeps no mail from being made where it is none. */
class ContentTypeTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zip | application/octet-stream",
                "text/csv/x | application/octet-stream",
                "text/csv; charset | application/octet-stream",
                "text/csv; name=a b.csv | application/octet-stream",
                "text/ csv | application/octet-stream",
                "text/csv; charset=utf-8 | text/csv; charset=utf-8",
                "application/vnd.ms-excel | application/vnd.ms-excel"
            })
    void aMailTellsATypeThatIsOne(String sent, String told) throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            journey.site()
                    .sandbox()
                    .addExport(PlantedExport.table("crm", "contacts", csv).withContentType(sent));

            Run run = journey.begin("sweep: {project: crm, export: existing, destinations: [mirror, ops]}")
                    .once("sweep");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            MimeMultipart mail =
                    (MimeMultipart) journey.site().smtp().received().get(0).getContent();
            assertThat(mail.getBodyPart(1).getContentType()).startsWith(told);
        }
    }
}
