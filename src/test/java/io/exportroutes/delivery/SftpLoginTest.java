package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.sftp.SftpFixture;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Servers lock accounts by the number of refused passwords: each login gives it once, by whatever method. */
class SftpLoginTest extends SftpFixture {
    @Test
    void aRefusedPasswordIsGivenOnce() {
        store.getOptions().setPassword("wrong");

        refused();

        assertThat(server.passwords()).hasSize(1);
    }

    @Test
    void aRefusedPasswordIsGivenOnceInADialogueToo() {
        server.askInDialogueAlone();
        store.getOptions().setPassword("wrong");

        refused();

        assertThat(server.passwords()).hasSize(1);
    }

    @Test
    void aServerThatAsksInADialogueAloneIsLoggedInTo() throws IOException {
        server.askInDialogueAlone();

        store.put("a.zip", TestContent.of(new byte[10]));

        assertThat(server.logins()).isEqualTo(1);
        assertThat(server.passwords()).hasSize(1);
    }

    @Test
    void everyConnectionLogsInAnew() throws IOException {
        store.put("a.zip", TestContent.of(new byte[10]));
        server.dropConnections();
        store.put("b.zip", TestContent.of(new byte[10]));

        assertThat(server.logins()).isEqualTo(2);
        assertThat(server.passwords()).hasSize(2);
    }

    private void refused() {
        assertThatThrownBy(() -> store.put("a.zip", TestContent.of(new byte[10])))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("login_refused"));
    }
}
