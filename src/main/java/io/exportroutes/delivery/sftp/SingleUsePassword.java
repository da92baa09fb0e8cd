package io.exportroutes.delivery.sftp;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import io.exportroutes.value.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Gives the password once in a connection, to whichever method of authentication asks first: where the server refuses it,
 * no other method gives it again, as servers lock accounts by the number of refusals.
 */
final class SingleUsePassword implements UserInfo, UIKeyboardInteractive {
    private final @Nullable Secret password;
    private boolean given;

    SingleUsePassword(@Nullable Secret password) {
        this.password = password;
    }

    @Override
    public boolean promptPassword(String message) {
        return password != null && !given;
    }

    @Override
    public @Nullable String getPassword() {
        if (password == null || given) {
            return null;
        }
        given = true;
        return password.reveal();
    }

    /** Keyboard-interactive is for servers without plain password authentication, and asks one question. */
    @Override
    public String[] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompts, boolean[] echo) {
        if (prompts.length == 0) {
            return new String[0];
        }
        String answer = prompts.length == 1 ? getPassword() : null;
        if (answer == null) {
            throw new NoAnswer(); // the library would send an empty one, which counts as another wrong password
        }
        return new String[] {answer};
    }

    @Override
    public @Nullable String getPassphrase() {
        return null;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        // A banner; nobody reads it.
    }

    /** Ends a login in which the server asks for what is not to be given. */
    static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoAnswer() {
            super("The server asks for another answer than the password, or for the password again");
        }
    }
}
