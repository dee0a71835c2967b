using System.Linq.Expressions;
using AllianceAuth.Shared.Infrastructure.Data;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Says which fields of a child are edited on its owner's page.</summary>
public sealed class AdminInlineBuilder<TDb, TChild>
    where TDb : ModuleDbContext
    where TChild : class
{
    private readonly string _text;
    private readonly LambdaExpression _owner;
    private readonly List<AdminField<TDb, TChild>> _fields = [];
    private bool _canAdd = true;
    private bool _canDelete = true;
    private Func<AdminWork<TDb>, TChild>? _create;

    internal AdminInlineBuilder(string text, LambdaExpression owner) => (_text, _owner) = (text, owner);

    /// <summary>A field of the child.</summary>
    public AdminInlineBuilder<TDb, TChild> Field<TValue>(string text, Expression<Func<TChild, TValue>> property, Action<AdminFieldOptions>? options = null)
    {
        _fields.Add(AdminField<TDb, TChild>.Of(text, property, options));
        return this;
    }

    /// <summary>Makes the entity of a new row.</summary>
    public AdminInlineBuilder<TDb, TChild> Create(Func<AdminWork<TDb>, TChild> create)
    {
        _create = create;
        return this;
    }

    /// <summary>No row is added here.</summary>
    public AdminInlineBuilder<TDb, TChild> NoAdd()
    {
        _canAdd = false;
        return this;
    }

    /// <summary>No row is deleted here.</summary>
    public AdminInlineBuilder<TDb, TChild> NoDelete()
    {
        _canDelete = false;
        return this;
    }

    internal IAdminInline<TDb, TOwner> Build<TOwner>()
        where TOwner : class => new AdminInline<TDb, TOwner, TChild>(_text, _owner, _fields, _create, _canAdd, _canDelete);
}
