package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Decrypts PKCS#8 with the JDK alone (maskinporten 13.3). */
final class EncryptedKey {

    static final String CONVERT = "convert it with openssl pkcs8 -topk8 -v2 aes-256-cbc and give the password";

    private EncryptedKey() {}

    /** A wrong password may happen to give bytes, which are no key then. */
    static PrivateKey decrypt(byte[] encrypted, String password) {
        if (password == null || password.isEmpty()) {
            throw new IllegalArgumentException(
                    "The private key in the PEM text is encrypted, but there is no password: set privateKeyPassword");
        }
        byte[] plain = {};
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            AlgorithmParameters parameters = info.getAlgParameters();
            // of PBES2 only the parameters know which algorithms it stands for
            String algorithm =
                    parameters != null && "PBES2".equals(info.getAlgName()) ? parameters.toString() : info.getAlgName();
            SecretKey secret = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
            plain = cipher.doFinal(info.getEncryptedData());
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(plain));
        } catch (BadPaddingException | IllegalBlockSizeException | InvalidKeyException | InvalidKeySpecException e) {
            throw new IllegalArgumentException(
                    "The private key in the PEM text does not open with the password or is not an"
                            + " RSA key: correct privateKeyPassword (ASCII characters only), or export an RSA key");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The encrypted private key in the PEM text is damaged or encrypted in a way"
                            + " that Java does not know: " + CONVERT);
        } finally {
            spec.clearPassword();
            Arrays.fill(encrypted, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }
}
