package io.exportroutes.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersFileTest {
    private static final String PASSWORD = PasswordHash.of("right horse".toCharArray());

    @TempDir
    private Path directory;

    @Test
    void itsOwnerAloneReadsItAndItHoldsNoPassword() throws IOException {
        Path file = directory.resolve("config/web-users");

        new UsersFile(file).put(new Account("olga", Role.OPERATOR, PASSWORD));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains("\nolga:operator:pbkdf2-sha512$210000$")
                .doesNotContain("horse");
        assertThat(new UsersFile(file).accounts()).containsOnlyKeys("olga");
    }

    @Test
    void whatAnotherProcessWritesIsReadAtOnce() {
        Path file = directory.resolve("web-users");
        UsersFile ours = new UsersFile(file);
        UsersFile theirs = new UsersFile(file);
        assertThat(ours.accounts()).isEmpty();

        theirs.put(new Account("olga", Role.OPERATOR, PASSWORD));
        assertThat(ours.accounts()).containsOnlyKeys("olga");
        theirs.put(new Account("olga", Role.VIEWER, PASSWORD));
        assertThat(ours.accounts().values()).extracting(Account::role).containsExactly(Role.VIEWER);
        assertThat(theirs.remove("olga")).isTrue();
        assertThat(ours.accounts()).isEmpty();
        assertThat(theirs.remove("olga")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "olga",
                "olga:operator:",
                "olga:operator:right horse",
                "olga:admin:proxy",
                "ol ga:operator:proxy",
                ":operator:proxy",
                "olga:operator:pbkdf2-sha512$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA"
            })
    void aLineThatIsNoAccountLetsNobodyIn(String line) throws IOException {
        Path file = directory.resolve("web-users");
        Files.writeString(file, "# a comment\n\n" + line + "\nvera:viewer:proxy\nvera:operator:proxy\n");

        assertThat(new UsersFile(file).accounts()).containsOnlyKeys("vera");
        assertThat(new UsersFile(file).accounts().values())
                .as("the first line of a name counts")
                .extracting(Account::role)
                .containsExactly(Role.VIEWER);
    }

    @Test
    void aFileThatCannotBeReadIsAFailureAndNotEmpty() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("web-users"));

        assertThatThrownBy(() -> new UsersFile(folder).accounts())
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("web-users");
    }

    @Test
    void aPasswordIsRightOrWrong() {
        assertThat(PasswordHash.matches("right horse".toCharArray(), PASSWORD)).isTrue();
        assertThat(PasswordHash.matches("right horsE".toCharArray(), PASSWORD)).isFalse();
        assertThat(PasswordHash.matches("".toCharArray(), "")).isFalse();
        assertThat(PasswordHash.matches("proxy".toCharArray(), Account.BY_PROXY))
                .isFalse();
        assertThat(PasswordHash.of("right horse".toCharArray())).as("salted").isNotEqualTo(PASSWORD);
    }
}
