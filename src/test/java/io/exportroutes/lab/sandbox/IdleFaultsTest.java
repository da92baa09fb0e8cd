package io.exportroutes.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault that was planted and changed nothing fails whoever planted it: the test that it was for has proved nothing. */
class IdleFaultsTest {
    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.stop();
    }

    @Test
    void whatNeverStruckFailsTheClose() {
        sandbox.faults().plant("status@list=500x1");

        assertThatThrownBy(sandbox::close)
                .hasMessage("Planted at the API for nothing: status@list=500x1 struck 0 times");
    }

    @Test
    void whatStruckAsOftenAsItHadToLetsItPass() throws Exception {
        sandbox.faults().plant("status@list=500x2");
        sandbox.faults().plant("drop@create");
        client.get("exports");
        client.get("exports");
        assertThatThrownBy(() -> client.post("export/schema", "{}")).isInstanceOf(java.io.IOException.class);

        sandbox.close();
    }

    @Test
    void whatIsLeftOverFailsIt() throws Exception {
        sandbox.faults().plant("status@list=500x2");
        client.get("exports");

        assertThatThrownBy(sandbox::close).hasMessageContaining("status@list=500x2 struck 1 time");
    }

    @Test
    void whatIsTakenAwayHadToStrikeOnce() throws Exception {
        sandbox.faults().plant("status@list=500x2");
        client.get("exports");
        sandbox.faults().clear();
        assertThat(sandbox.faults().idle()).isEmpty();

        sandbox.faults().plant("drop@create");
        sandbox.faults().clear();
        assertThat(sandbox.faults().idle()).containsExactly("drop@create struck 0 times");
    }

    @Test
    void whatIsPlantedInReserveMayStayIdle() {
        sandbox.faults().plantInReserve("status@list=500x1", "whether it is listed depends on the machine");

        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "not-found@listx1, exports, nothing is there to be missing",
        "unlistedx1, exports, nothing is there to be hidden",
        "no-id@list=deals.csvx1, exports, no export has this name",
        "small-pages=50x1, exports?limit=50, as many were asked for"
    })
    void whatACallTookWithoutEffectDidNotStrike(String fault, String asked, String why) throws Exception {
        sandbox.faults().plant(fault);
        client.get(asked);

        assertThat(sandbox.faults().idle())
                .as(why)
                .containsExactly(fault + " struck 0 times, and 1 took it without effect");
    }

    @ParameterizedTest
    @CsvSource({"truncate=10x1", "stall=11x1", "corrupt=10x1", "never-ready@downloadx1"})
    void aFaultBeyondTheBytesDidNotStrike(String fault) throws Exception {
        boolean pending = fault.startsWith("never");
        PlantedExport facts = PlantedExport.database("crm", "0123456789".getBytes(StandardCharsets.UTF_8));
        String id = sandbox.addExport(pending ? facts.withStatus("pending") : facts);
        sandbox.faults().plant(fault);
        client.download(id);

        assertThat(sandbox.faults().idle()).containsExactly(fault + " struck 0 times, and 1 took it without effect");
    }
}
