package dev.tally.server.pinot;

import java.lang.invoke.MethodHandles;
import javassist.CannotCompileException;
import javassist.ClassPool;
import javassist.CtClass;
import javassist.LoaderClassPath;
import javassist.expr.ExprEditor;
import javassist.expr.MethodCall;
import org.apache.pinot.core.transport.ServerChannels;

/**
 * Makes Pinot's query port listen on the loopback interface only.
 *
 * <p>Pinot 0.11.0 binds that port to every interface and has no setting for it. Therefore the call
 * that binds the port is changed before its class is loaded.
 *
 * <p>Errors: throws if there is not exactly one such call, which may be the case in another version
 * of Pinot.
 */
final class LoopbackQueries {
  private static final String QUERY_SERVER = "org.apache.pinot.core.transport.QueryServer";

  private LoopbackQueries() {}

  static void enforce() throws Exception {
    ClassPool classes = new ClassPool(false);
    classes.appendClassPath(new LoaderClassPath(LoopbackQueries.class.getClassLoader()));
    CtClass queryServer = classes.get(QUERY_SERVER);
    BindEditor editor = new BindEditor();
    queryServer.getDeclaredMethod("start").instrument(editor);
    if (editor.changed != 1) {
      throw new IllegalStateException(
          QUERY_SERVER + " contains " + editor.changed + " calls of bind instead of one.");
    }
    // Any class of the same package and class loader opens the package for the definition.
    MethodHandles.privateLookupIn(ServerChannels.class, MethodHandles.lookup())
        .defineClass(queryServer.toBytecode());
  }

  private static final class BindEditor extends ExprEditor {
    private int changed;

    @Override
    public void edit(MethodCall call) throws CannotCompileException {
      if (call.getMethodName().equals("bind")) {
        call.replace("$_ = $0.bind(\"127.0.0.1\", $1);");
        changed++;
      }
    }
  }
}
